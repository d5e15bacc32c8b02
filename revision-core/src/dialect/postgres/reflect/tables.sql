SELECT nullif(n.nspname, pg_catalog.current_schema()), c.relname,
       pg_catalog.obj_description(c.oid, 'pg_class'),
       c.relpersistence = 'u',
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
       c.relrowsecurity,
       c.reloptions,
       -- A name is of two parts, of which the first may be empty.
       ARRAY(SELECT u.part FROM pg_catalog.pg_inherits h
               JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent
               JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
              CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[
                    coalesce(nullif(pn.nspname, pg_catalog.current_schema()), '')::text, pc.relname::text
                  ]) WITH ORDINALITY AS u(part, place)
              WHERE h.inhrelid = c.oid ORDER BY h.inhseqno, u.place),
       ARRAY(SELECT u.part FROM pg_catalog.pg_partition_tree(c.oid) AS p(relid, parentrelid, isleaf, level)
               JOIN pg_catalog.pg_class pc ON pc.oid = p.relid
               JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
               JOIN pg_catalog.pg_class oc ON oc.oid = p.parentrelid
               JOIN pg_catalog.pg_namespace o ON o.oid = oc.relnamespace
              CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[
                    coalesce(nullif(pn.nspname, pg_catalog.current_schema()), '')::text, pc.relname::text,
                    coalesce(nullif(o.nspname, pg_catalog.current_schema()), '')::text,
                    CASE WHEN oc.oid <> c.oid THEN oc.relname::text ELSE '' END,
                    pg_catalog.pg_get_expr(pc.relpartbound, pc.oid)
                    || CASE WHEN pc.relkind = 'p' THEN ' PARTITION BY ' || pg_catalog.pg_get_partkeydef(pc.oid) ELSE '' END
                  ]) WITH ORDINALITY AS u(part, place)
              WHERE p.level > 0 AND pc.relkind IN ('r', 'p') ORDER BY p.relid, u.place)
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND :relation
