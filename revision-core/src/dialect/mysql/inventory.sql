SELECT CASE kind WHEN 'PACKAGE'
       -- Only in this mode it knows the word.
       THEN CONCAT('BEGIN NOT ATOMIC SET SESSION sql_mode = ''ORACLE''; EXECUTE IMMEDIATE ', QUOTE(statement), '; END')
       ELSE statement END
  FROM (SELECT place, kind, name, CONCAT('DROP ', kind, ' IF EXISTS `', REPLACE(DATABASE(), '`', '``'), '`.`', REPLACE(name, '`', '``'), '`') AS statement
          FROM (
              -- Events first, which may begin at any time.
              SELECT 1 AS place, 'EVENT' AS kind, event_name AS name
                FROM information_schema.events WHERE event_schema = DATABASE()
              UNION ALL
              SELECT 2, 'VIEW', table_name
                FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'VIEW'
              UNION ALL
              -- A table may take its next key from a sequence, and then keeps that from going.
              SELECT CASE table_type WHEN 'SEQUENCE' THEN 4 ELSE 3 END, CASE table_type WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END, table_name
                FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type <> 'VIEW'
              UNION ALL
              -- A package takes its body along.
              SELECT 5, routine_type, routine_name
                FROM information_schema.routines
               WHERE routine_schema = DATABASE() AND routine_type IN ('FUNCTION', 'PROCEDURE', 'PACKAGE')
          ) AS names) AS everything
 ORDER BY place, name
