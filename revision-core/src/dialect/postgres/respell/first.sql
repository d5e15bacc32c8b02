-- What is made belongs to the session. Names in our words mean what they mean to it, and functions need not work.
SELECT pg_catalog.set_config('revision.search_path', pg_catalog.current_setting('search_path'), true),
       pg_catalog.set_config('search_path', 'pg_temp, ' || coalesce(nullif(pg_catalog.current_setting('search_path'), ''), '""'), true),
       pg_catalog.set_config('check_function_bodies', 'off', true)
