-- A row for a domain, and one for each attribute of a composite type.
SELECT nullif(n.nspname, pg_catalog.current_schema()), y.typname, y.typtype = 'd', pg_catalog.obj_description(y.oid, 'pg_type'),
       a.attname,
       -- The type, or that of an array's elements.
       nullif(tn.nspname, pg_catalog.current_schema()), t.typname, t.typtype, tn.nspname = 'pg_catalog',
       p.modifier, pg_catalog.format_type(t.oid, p.modifier), t.oid <> p.oid,
       pg_catalog.format_type(p.oid, NULL), pg_catalog.format_type(p.oid, p.modifier),
       CASE WHEN p.sorting <> pt.typcollation THEN
           CASE WHEN pg_catalog.pg_collation_is_visible(co.oid) THEN '' ELSE pg_catalog.quote_ident(cn.nspname) || '.' END
           || pg_catalog.quote_ident(co.collname)
       END,
       y.typnotnull, pg_catalog.pg_get_expr(y.typdefaultbin, 0),
       ARRAY(SELECT u.part FROM pg_catalog.pg_constraint k
              CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[k.conname::text, pg_catalog.pg_get_expr(k.conbin, 0)])
                    WITH ORDINALITY AS u(part, place)
              WHERE k.contypid = y.oid AND k.contype = 'c' ORDER BY k.conname, u.place)
  FROM pg_catalog.pg_type y
  JOIN pg_catalog.pg_namespace n ON n.oid = y.typnamespace
  LEFT JOIN pg_catalog.pg_class c ON c.oid = y.typrelid
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 CROSS JOIN LATERAL (SELECT coalesce(a.atttypid, y.typbasetype), coalesce(a.atttypmod, y.typtypmod),
                            coalesce(a.attcollation, y.typcollation)) AS p(oid, modifier, sorting)
  LEFT JOIN pg_catalog.pg_type pt ON pt.oid = p.oid
  LEFT JOIN pg_catalog.pg_type et ON et.typarray = p.oid AND p.oid <> 0
  LEFT JOIN pg_catalog.pg_type t ON t.oid = coalesce(et.oid, p.oid)
  LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_collation co ON co.oid = p.sorting
  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
 WHERE (y.typtype = 'd' OR y.typtype = 'c' AND c.relkind = 'c') AND :namespace
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.deptype = 'e' AND (e.classid = 'pg_catalog.pg_type'::regclass AND e.objid = y.oid
                                            OR e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid))
 ORDER BY y.oid, a.attnum
