SELECT nullif(n.nspname, pg_catalog.current_schema()), c.relname, k.conname, k.contype,
       ARRAY(SELECT a.attname FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u(number, place)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number ORDER BY u.place),
       ARRAY(SELECT a.attname FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS u(number, place)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
              WHERE u.place > i.indnkeyatts ORDER BY u.place),
       -- The oldest servers know no such thing.
       coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
       k.condeferrable, k.condeferred, NOT k.convalidated, k.connoinherit, pg_catalog.obj_description(k.oid, 'pg_constraint'),
       pg_catalog.pg_get_expr(k.conbin, k.conrelid),
       nullif(fn.nspname, pg_catalog.current_schema()), f.relname,
       ARRAY(SELECT a.attname FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u(number, place)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY u.place),
       k.confdeltype, k.confupdtype, k.confmatchtype,
       -- Nor such.
       ARRAY(SELECT a.attname FROM pg_catalog.jsonb_array_elements_text(
                 nullif(pg_catalog.to_jsonb(k) -> 'confdelsetcols', 'null')) WITH ORDINALITY AS u(number, place)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number::int2 ORDER BY u.place)
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_index i ON k.contype IN ('p', 'u') AND i.indexrelid = k.conindid
  LEFT JOIN pg_catalog.pg_class f ON k.contype = 'f' AND f.oid = k.confrelid
  LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
 WHERE k.contype IN ('p', 'u', 'c', 'f') AND k.conparentid = 0 AND k.conislocal AND c.relkind IN ('r', 'p') AND :relation
