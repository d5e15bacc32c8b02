-- What the server writes of expressions and names depends on these; where the path is one namespace, all others are named.
SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(coalesce(pg_catalog.current_schema(), '')) || ', pg_temp', true),
       pg_catalog.set_config('DateStyle', 'ISO, YMD', true),
       pg_catalog.set_config('IntervalStyle', 'postgres', true),
       pg_catalog.set_config('TimeZone', 'UTC', true),
       pg_catalog.set_config('bytea_output', 'hex', true),
       pg_catalog.set_config('extra_float_digits', '1', true),
       pg_catalog.set_config('quote_all_identifiers', 'off', true)
