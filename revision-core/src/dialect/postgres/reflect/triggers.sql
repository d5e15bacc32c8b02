SELECT nullif(n.nspname, pg_catalog.current_schema()), c.relname, g.tgname, pg_catalog.pg_get_triggerdef(g.oid, true)
  FROM pg_catalog.pg_trigger g
  JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND c.relkind IN ('r', 'p', 'v') AND :relation
