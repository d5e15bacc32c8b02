-- What a sequence is like only it knows itself, so the question to all of them is written by the server.
SET @revision_sequences = (
SELECT coalesce(group_concat(
           'SELECT ', coalesce(concat('CONVERT(X''', hex(NULLIF(t.TABLE_SCHEMA, DATABASE())), ''' USING utf8mb4)'), 'NULL'),
           ', CONVERT(X''', hex(t.TABLE_NAME), ''' USING utf8mb4)',
           ', NULLIF(CONVERT(X''', hex(t.TABLE_COMMENT), ''' USING utf8mb4), '''')',
           ', start_value, increment, minimum_value, maximum_value, cache_size, cycle_option',
           ' FROM `', replace(t.TABLE_SCHEMA, '`', '``'), '`.`', replace(t.TABLE_NAME, '`', '``'), '`'
           SEPARATOR ' UNION ALL '), 'SELECT NULL LIMIT 0')
  FROM information_schema.TABLES t
 WHERE t.TABLE_TYPE = 'SEQUENCE' AND :relation(t.TABLE_SCHEMA, t.TABLE_NAME))
