ALTER DATABASE CHARACTER SET utf8mb4;
CREATE TABLE types (
    `boolean` boolean, `tinyint` tinyint, tinyint_u tinyint unsigned, `smallint` smallint, smallint_u smallint unsigned, `mediumint` mediumint, `integer` integer, integer_u int unsigned,
    `bigint` bigint, bigint_u bigint unsigned, zerofill_5 int(5) zerofill, `float` float, `double` double, double_u double unsigned, float_7_3 float(7, 3), `decimal` decimal, decimal_10_2 decimal(10, 2), decimal_u decimal(5, 1) unsigned,
    char_3 char(3), varchar_9 varchar(9), `tinytext` tinytext, `text` text, `mediumtext` mediumtext, `longtext` longtext,
    binary_16 binary(16), varbinary_9 varbinary(9), `tinyblob` tinyblob, `blob` blob, `mediumblob` mediumblob, `longblob` longblob,
    `date` date, `time` time, time_3 time(3), `datetime` datetime, datetime_6 datetime(6), `timestamp` timestamp NULL, timestamp_3 timestamp(3) NULL, `year` year,
    `json` json, bit_3 bit(3), mood enum('sad', 'so, so', 'it''s "fine"', 'back\\slash', 'ü'), some set('a', 'b'), `point` point,
    latin varchar(5) CHARACTER SET latin1, sorted varchar(5) COLLATE utf8mb4_bin
);
CREATE TABLE defaults (
    text varchar(9) DEFAULT '', quoted varchar(20) DEFAULT 'it''s a \\ "thing"', word varchar(9) DEFAULT 'NULL', missing varchar(3) DEFAULT NULL, mandatory varchar(3) NOT NULL,
    zero integer DEFAULT 0, below integer DEFAULT -1, big bigint unsigned DEFAULT 18446744073709551615, sum integer DEFAULT (1 + 2), number_as_text varchar(9) DEFAULT '5',
    yes boolean DEFAULT TRUE, no boolean NOT NULL DEFAULT FALSE, half double DEFAULT 0.5, price decimal(10, 2) DEFAULT 9.90,
    bytes varbinary(4) DEFAULT X'00ff', day date DEFAULT '2020-02-29', moment timestamp NOT NULL DEFAULT '2020-02-29 12:00:00',
    now timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, now_3 datetime(3) DEFAULT now(3) ON UPDATE now(3), changed datetime ON UPDATE now(),
    id char(36) DEFAULT (uuid()), long_text text DEFAULT ('a''b'), document json DEFAULT ('{"a": 1}'), mood enum('a', 'b') DEFAULT 'b', bits bit(3) DEFAULT b'101', expression varchar(9) DEFAULT (concat(lower('A'), 'b'))
);
CREATE TABLE teams (id bigint AUTO_INCREMENT, part integer NOT NULL, PRIMARY KEY (part, id), KEY (id)) COMMENT = 'some''s';
CREATE TABLE users (
    id integer AUTO_INCREMENT PRIMARY KEY,
    team_id bigint, team_part integer,
    email varchar(100) COLLATE utf8mb4_bin NOT NULL COMMENT 'where to ''write''',
    `Na``me` varchar(50) NOT NULL,
    born date, boss integer,
    full_name varchar(200) GENERATED ALWAYS AS (concat(`Na``me`, ' (', email, ')')) STORED,
    short_name varchar(3) AS (left(`Na``me`, 3)) VIRTUAL,
    checked integer CHECK (checked > 0),
    bio text, place point NOT NULL,
    CONSTRAINT users_email UNIQUE (email),
    CONSTRAINT users_born CHECK (born > '1900-01-01' OR email = ')''('),
    CONSTRAINT users_team FOREIGN KEY (team_part, team_id) REFERENCES teams (part, id) ON DELETE CASCADE ON UPDATE SET NULL,
    CONSTRAINT users_boss FOREIGN KEY (boss) REFERENCES users (id) ON DELETE NO ACTION,
    UNIQUE KEY users_prefix (`Na``me`(3), born),
    KEY users_down (born DESC, email),
    FULLTEXT KEY users_text (bio),
    SPATIAL KEY users_place (place),
    KEY users_said (boss, born) COMMENT 'looked up by'
);
CREATE TABLE latin (id integer, name varchar(9), odd varchar(9) CHARACTER SET utf8mb4) DEFAULT CHARSET = latin1 ENGINE = MyISAM ROW_FORMAT = DYNAMIC;
CREATE TABLE sorted (id integer, name varchar(9)) COLLATE = utf8mb4_bin;
CREATE TABLE events (id bigint, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (year(at)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE hashed (id bigint PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;
CREATE TEMPORARY TABLE gone (id integer);
CREATE VIEW named AS SELECT id, `Na``me` FROM users WHERE email <> 'x`y';
CREATE FUNCTION area(width integer, height decimal(5,1)) RETURNS integer DETERMINISTIC COMMENT 'how big' RETURN width * height;
CREATE PROCEDURE clean(IN low integer, OUT gone integer, INOUT both_ways varchar(9)) MODIFIES SQL DATA SQL SECURITY INVOKER DELETE FROM latin WHERE id < low;
CREATE TRIGGER touched BEFORE INSERT ON users FOR EACH ROW SET NEW.born = coalesce(NEW.born, '2000-01-01');
CREATE TABLE revision_version (version_num varchar(255) PRIMARY KEY);
CREATE TABLE revision_log (id bigint AUTO_INCREMENT PRIMARY KEY, chain text);
