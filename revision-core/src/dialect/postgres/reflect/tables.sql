SELECT nullif(n.nspname, pg_catalog.current_schema()), c.relname,
       pg_catalog.obj_description(c.oid, 'pg_class'),
       c.relpersistence = 'u',
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
       c.relrowsecurity,
       c.reloptions
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND :relation
