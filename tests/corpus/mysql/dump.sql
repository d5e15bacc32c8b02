-- As mysqldump --no-data --routines writes it.

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

DROP TABLE IF EXISTS `articles`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `articles` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `author_id` bigint(20) unsigned NOT NULL,
  `title` varchar(200) NOT NULL DEFAULT '',
  `body` longtext DEFAULT NULL,
  `state` enum('draft','published','it''s gone') NOT NULL DEFAULT 'draft',
  `flags` set('a','b') DEFAULT NULL,
  `rating` decimal(5,2) DEFAULT 0.00,
  `score` double DEFAULT NULL,
  `weight` float DEFAULT 1.5,
  `featured` tinyint(1) NOT NULL DEFAULT 0,
  `level` tinyint(4) DEFAULT NULL,
  `year` year(4) DEFAULT NULL,
  `published_at` datetime(6) DEFAULT NULL,
  `seen_at` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `created_at` timestamp NOT NULL DEFAULT current_timestamp(),
  `digest` binary(16) DEFAULT NULL,
  `token` varbinary(255) DEFAULT NULL,
  `image` mediumblob DEFAULT NULL,
  `notes` tinytext DEFAULT NULL,
  `length` int(11) GENERATED ALWAYS AS (char_length(`title`)) VIRTUAL,
  `slug` varchar(200) GENERATED ALWAYS AS (lower(`title`)) STORED,
  `place` point NOT NULL,
  `bits` bit(8) DEFAULT b'0',
  PRIMARY KEY (`id`),
  UNIQUE KEY `index_articles_on_slug` (`slug`),
  UNIQUE KEY `title_and_author` (`title`(50),`author_id`),
  KEY `index_articles_on_author_id` (`author_id`),
  KEY `by_state` (`state`,`published_at`),
  FULLTEXT KEY `words` (`title`,`body`),
  SPATIAL KEY `places` (`place`),
  CONSTRAINT `fk_articles_author` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT `rating_ok` CHECK (`rating` >= 0 and `rating` <= 10)
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='What people read';
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `authors`;
CREATE TABLE `authors` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(100) NOT NULL COMMENT 'as shown; it''s public',
  `email` varchar(254) DEFAULT NULL,
  `settings` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`settings`)),
  `country` char(2) NOT NULL DEFAULT 'de',
  `seq` mediumint(8) unsigned DEFAULT NULL,
  `small` smallint(6) DEFAULT -1,
  PRIMARY KEY (`id`),
  UNIQUE KEY `email` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

DROP TABLE IF EXISTS `article_tags`;
CREATE TABLE `article_tags` (
  `article_id` int(11) NOT NULL,
  `tag_id` int(11) NOT NULL,
  `position` int(10) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY (`article_id`,`tag_id`),
  KEY `fk_tags` (`tag_id`),
  CONSTRAINT `article_tags_ibfk_1` FOREIGN KEY (`article_id`) REFERENCES `articles` (`id`),
  CONSTRAINT `fk_tags` FOREIGN KEY (`tag_id`) REFERENCES `tags` (`id`) ON DELETE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

DROP TABLE IF EXISTS `tags`;
CREATE TABLE `tags` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(50) NOT NULL,
  `parent_id` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  KEY `parent_id` (`parent_id`),
  CONSTRAINT `tags_ibfk_1` FOREIGN KEY (`parent_id`) REFERENCES `tags` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC;

DROP TABLE IF EXISTS `log`;
CREATE TABLE `log` (
  `id` bigint(20) NOT NULL,
  `at` date NOT NULL,
  `line` text NOT NULL,
  PRIMARY KEY (`id`,`at`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1
 PARTITION BY RANGE (year(`at`))
(PARTITION `p2025` VALUES LESS THAN (2026) ENGINE = InnoDB,
 PARTITION `pmax` VALUES LESS THAN MAXVALUE ENGINE = InnoDB);

/*!50001 DROP VIEW IF EXISTS `published`*/;
SET @saved_cs_client     = @@character_set_client;
/*!50001 CREATE VIEW `published` AS SELECT
 1 AS `id`,
  1 AS `title` */;
/*!50001 DROP VIEW IF EXISTS `published`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=CURRENT_USER SQL SECURITY DEFINER */
/*!50001 VIEW `published` AS select `articles`.`id` AS `id`,`articles`.`title` AS `title` from `articles` where `articles`.`state` = 'published' */;

/*!50003 SET @saved_sql_mode = @@sql_mode */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=CURRENT_USER*/ /*!50003 TRIGGER `articles_title` BEFORE INSERT ON `articles` FOR EACH ROW BEGIN
  IF NEW.title = '' THEN
    SET NEW.title = 'none';
  END IF;
END */;;
CREATE DEFINER=CURRENT_USER FUNCTION `shout`(word varchar(20)) RETURNS varchar(21) CHARSET utf8mb4
    DETERMINISTIC
BEGIN
  RETURN concat(upper(word), '!');
END ;;
CREATE DEFINER=CURRENT_USER PROCEDURE `tidy`(IN days int)
BEGIN
  DELETE FROM log WHERE at < now() - interval days day;
END ;;
DELIMITER ;
/*!50106 CREATE EVENT `nightly` ON SCHEDULE EVERY 1 DAY DO DELETE FROM `log` */;

LOCK TABLES `tags` WRITE;
/*!40000 ALTER TABLE `tags` DISABLE KEYS */;
INSERT INTO `tags` VALUES (1,'a',NULL),(2,'b;c',1);
/*!40000 ALTER TABLE `tags` ENABLE KEYS */;
UNLOCK TABLES;

/*!40101 SET TIME_ZONE=@OLD_TIME_ZONE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
