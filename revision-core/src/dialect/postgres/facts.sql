SELECT coalesce(v.namespace, :version_namespace, pg_catalog.current_schema()),
       CASE WHEN v.kind IN ('v', 'm') THEN 'view' WHEN v.found IS NOT NULL THEN '1' END,
       v.width,
       coalesce(l.namespace, :log_namespace, pg_catalog.current_schema()),
       CASE WHEN l.kind IN ('v', 'm') THEN 'view' WHEN pg_catalog.has_table_privilege(l.found, 'SELECT') THEN '1' END,
       pg_catalog.current_setting('server_version'),
       pg_catalog.pg_backend_pid(),
       r.session,
       -- The clock of a transaction stands still; a statement by itself is a transaction that begins with it.
       (pg_catalog.now() <> pg_catalog.statement_timestamp())::int,
       NULL,
       r.within,
       r.who,
       r.unhurried
  FROM (SELECT 1) AS one
  LEFT JOIN LATERAL (
      SELECT c.oid AS found, c.relkind AS kind, n.nspname AS namespace,
             (SELECT nullif(a.atttypmod, -1) - 4
                FROM pg_catalog.pg_attribute a
               WHERE a.attrelid = c.oid AND a.attname = 'version_num' AND NOT a.attisdropped) AS width
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = pg_catalog.to_regclass(:version)) AS v ON true
  LEFT JOIN LATERAL (
      SELECT c.oid AS found, c.relkind AS kind, n.nspname AS namespace
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = pg_catalog.to_regclass(:log)) AS l ON true
  CROSS JOIN LATERAL (
      -- What is set in the session, and not where it was begun, is what `RESET ALL` would lose.
      SELECT (SELECT pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%L, %L, false)', name, setting), ', ')
                FROM pg_catalog.pg_settings
               WHERE source = 'session'
                 AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')) AS session,
             pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%L, %L, true)', name, value), ', ' ORDER BY place)
                 FILTER (WHERE NOT ends_idle) AS within,
             pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%L, %L, false)', name, value), ', ' ORDER BY place)
                 FILTER (WHERE name IN ('session_authorization', 'role')) AS who,
             pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%L, ''0'', false)', name), ', ')
                 FILTER (WHERE ends_idle) AS unhurried
        FROM (SELECT name, pg_catalog.current_setting(name, true) AS value, place,
                     name IN ('idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout') AS ends_idle
                FROM pg_catalog.unnest(ARRAY[
                         'session_authorization', 'role', 'search_path', 'client_encoding', 'standard_conforming_strings',
                         'check_function_bodies', 'xmloption', 'client_min_messages', 'row_security', 'default_tablespace',
                         'default_table_access_method', 'lock_timeout', 'statement_timeout',
                         'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout'
                     ]) WITH ORDINALITY AS setting(name, place)) AS settings
       WHERE value IS NOT NULL) AS r
