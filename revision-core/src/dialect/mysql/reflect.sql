SELECT 'table', {namespace}, t.table_name, 0, t.engine,
       SUBSTRING_INDEX(t.table_collation, '_', 1),
       IF((SELECT MAX(c.is_default) FROM information_schema.collations c
           WHERE c.collation_name = t.table_collation) = 'Yes', NULL, t.table_collation),
       t.table_comment, NULL, NULL, NULL, NULL
  FROM information_schema.tables t
 WHERE t.table_type = 'BASE TABLE' AND {asked}
UNION ALL
SELECT 'column', {namespace}, t.table_name, t.ordinal_position, t.column_name,
       CONCAT(t.column_type /*!80003 , COALESCE(CONCAT(' SRID ', t.srs_id), '') */),
       t.is_nullable, t.column_default, t.extra, t.generation_expression,
       (SELECT IF(o.table_collation = t.collation_name, NULL, t.collation_name) FROM information_schema.tables o
         WHERE o.table_schema = t.table_schema AND o.table_name = t.table_name),
       t.column_comment
  FROM information_schema.columns t
 WHERE {asked}
UNION ALL
SELECT 'index', {namespace}, t.table_name, t.seq_in_index, t.index_name,
       t.column_name, t.non_unique, t.sub_part, t.collation, t.index_type,
       CONCAT('' /*!80013 , COALESCE(t.expression, '') */),
       t.index_comment
  FROM information_schema.statistics t
 WHERE {asked}
UNION ALL
SELECT 'foreign key', {namespace}, t.table_name, t.ordinal_position, t.constraint_name,
       t.column_name, NULLIF(t.referenced_table_schema, DATABASE()), t.referenced_table_name,
       t.referenced_column_name, r.update_rule, r.delete_rule, NULL
  FROM information_schema.key_column_usage t
  JOIN information_schema.referential_constraints r
    ON r.constraint_schema = t.constraint_schema AND r.constraint_name = t.constraint_name
   AND r.table_name = t.table_name
 WHERE t.referenced_table_name IS NOT NULL AND {asked}
UNION ALL
SELECT 'check', {namespace}, t.table_name, 0, t.constraint_name,
       c.check_clause, CONCAT('' /*M! , c.level */), NULL, NULL, NULL, NULL, NULL
  FROM information_schema.table_constraints t
  JOIN information_schema.check_constraints c
    ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
       /*M! AND c.table_name = t.table_name */
 WHERE t.constraint_type = 'CHECK' AND {asked}
