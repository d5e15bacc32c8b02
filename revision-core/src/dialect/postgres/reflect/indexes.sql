-- A row for each column of an index, of the indexes behind exclusion constraints, too.
SELECT nullif(n.nspname, pg_catalog.current_schema()), c.relname, c.relkind = 'm', ic.relname,
       x.oid IS NOT NULL, x.condeferrable, x.condeferred,
       i.indisunique, coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
       m.amname, pg_catalog.pg_get_expr(i.indpred, i.indrelid), ic.reloptions, 
       CASE WHEN x.oid IS NULL THEN pg_catalog.obj_description(ic.oid, 'pg_class')
            ELSE pg_catalog.obj_description(x.oid, 'pg_constraint') END,
       u.place > i.indnkeyatts,
       a.attname, CASE WHEN u.number = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.place::int, false) END,
       i.indoption[u.place - 1] & 1 = 1, i.indoption[u.place - 1] & 2 = 2,
       CASE WHEN NOT o.opcdefault OR ia.attoptions IS NOT NULL THEN
           CASE WHEN NOT pg_catalog.pg_opclass_is_visible(o.oid) THEN pg_catalog.quote_ident(onn.nspname) || '.' ELSE '' END
           || pg_catalog.quote_ident(o.opcname)
           || coalesce((SELECT '(' || pg_catalog.string_agg(p.option_name || '=' || pg_catalog.quote_literal(p.option_value), ', ') || ')'
                          FROM pg_catalog.pg_options_to_table(ia.attoptions) p), '')
       END,
       CASE WHEN NOT pg_catalog.pg_collation_is_visible(co.oid) THEN con.nspname END, co.collname,
       CASE WHEN x.oid IS NOT NULL THEN
           (SELECT CASE WHEN pg_catalog.pg_operator_is_visible(op.oid) THEN op.oprname::text
                        ELSE pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, op.oprname) END
              FROM pg_catalog.pg_operator op JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace
             WHERE op.oid = x.conexclop[u.place])
       END
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_am m ON m.oid = ic.relam
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint x ON x.conindid = i.indexrelid AND x.contype = 'x'
 CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS u(number, place)
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number AND u.number <> 0
  LEFT JOIN pg_catalog.pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = u.place
  LEFT JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[u.place - 1] AND u.place <= i.indnkeyatts
  LEFT JOIN pg_catalog.pg_namespace onn ON onn.oid = o.opcnamespace
  LEFT JOIN pg_catalog.pg_collation co
    ON co.oid = i.indcollation[u.place - 1] AND u.place <= i.indnkeyatts AND co.collname <> 'default'
   -- An expression's own is not to be had, and may be that of a column in it.
   AND CASE WHEN u.number <> 0 THEN co.oid <> a.attcollation
            ELSE pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.indexrelid), ' COLLATE ') > 0 END
  LEFT JOIN pg_catalog.pg_namespace con ON con.oid = co.collnamespace
 WHERE c.relkind IN ('r', 'p', 'm') AND :relation
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
 ORDER BY i.indexrelid, u.place
