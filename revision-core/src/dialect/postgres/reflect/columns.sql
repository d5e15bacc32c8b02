SELECT nullif(n.nspname, pg_catalog.current_schema()), c.relname, a.attname,
       -- The type, or that of an array's elements.
       nullif(tn.nspname, pg_catalog.current_schema()), t.typname, t.typtype, tn.nspname = 'pg_catalog',
       a.atttypmod, pg_catalog.format_type(t.oid, a.atttypmod), t.oid <> a.atttypid,
       pg_catalog.format_type(a.atttypid, NULL),
       NOT a.attnotnull,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid),
       a.attgenerated,
       a.attidentity, pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
       CASE WHEN cn.nspname <> 'pg_catalog' THEN nullif(cn.nspname, pg_catalog.current_schema()) END, co.collname,
       pg_catalog.col_description(c.oid, a.attnum)
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal
  JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type et ON et.typarray = at.oid
  JOIN pg_catalog.pg_type t ON t.oid = coalesce(et.oid, at.oid)
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation AND a.attcollation <> at.typcollation
  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_catalog.pg_depend i
    ON a.attidentity <> '' AND i.deptype = 'i'
   AND i.refclassid = 'pg_catalog.pg_class'::regclass AND i.refobjid = c.oid AND i.refobjsubid = a.attnum
   AND i.classid = 'pg_catalog.pg_class'::regclass
  LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = i.objid
 WHERE c.relkind IN ('r', 'p') AND :relation
 ORDER BY c.oid, a.attnum
