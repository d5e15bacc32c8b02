SELECT statement
  FROM (
      SELECT 1 AS place, CONCAT('DROP VIEW IF EXISTS `', REPLACE(table_name, '`', '``'), '`') AS statement
        FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'VIEW'
      UNION ALL
      SELECT 2, CONCAT('DROP TABLE IF EXISTS `', REPLACE(table_name, '`', '``'), '`')
        FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type <> 'VIEW'
      UNION ALL
      SELECT 3, CONCAT('DROP ', routine_type, ' IF EXISTS `', REPLACE(routine_name, '`', '``'), '`')
        FROM information_schema.routines WHERE routine_schema = DATABASE() AND routine_type IN ('FUNCTION', 'PROCEDURE')
      UNION ALL
      SELECT 4, CONCAT('DROP EVENT IF EXISTS `', REPLACE(event_name, '`', '``'), '`')
        FROM information_schema.events WHERE event_schema = DATABASE()
  ) AS everything
 ORDER BY place
