SELECT x.extname,
       -- Where the extension itself says where its objects lie, nobody has chosen that.
       CASE WHEN v.schema IS DISTINCT FROM n.nspname THEN nullif(n.nspname, pg_catalog.current_schema()) END,
       nullif(x.extversion, a.default_version)
  FROM pg_catalog.pg_extension x
  JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
  LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = x.extname
  LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = x.extname AND v.version = x.extversion
 WHERE :everything
   -- Every database begins with it.
   AND x.extname <> 'plpgsql'
