SELECT nullif(n.nspname, pg_catalog.current_schema()), p.proname, pg_catalog.oidvectortypes(p.proargtypes),
       CASE WHEN n.nspname = pg_catalog.current_schema() THEN pg_catalog.quote_ident(n.nspname) || '.' END,
       pg_catalog.pg_get_functiondef(p.oid)
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('f', 'p', 'w') AND :everything AND :namespace
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
