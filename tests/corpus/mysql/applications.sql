-- As frameworks write it, and people: Rails, Django, Laravel, Diesel, Flyway.

CREATE TABLE `accounts` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `subdomain` varchar(255) NOT NULL, `plan` varchar(255) DEFAULT 'free' NOT NULL, `seats` int DEFAULT 1, `created_at` datetime(6) NOT NULL, `updated_at` datetime(6) NOT NULL);
CREATE UNIQUE INDEX `index_accounts_on_subdomain` ON `accounts` (`subdomain`);
CREATE TABLE `projects` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `account_id` bigint NOT NULL, `name` varchar(120), `archived` tinyint(1) DEFAULT FALSE, `position` int, `data` json, INDEX `index_projects_on_account_id` (`account_id`), CONSTRAINT `fk_rails_b4884d7210` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`));
ALTER TABLE `projects` ADD `slug` varchar(255);
ALTER TABLE `projects` ADD COLUMN `visits` int DEFAULT 0 NOT NULL AFTER `name`;
ALTER TABLE `projects` CHANGE `name` `name` varchar(120) NOT NULL;
ALTER TABLE `projects` CHANGE COLUMN `slug` `path` varchar(100) DEFAULT 'x' COMMENT 'in the URL';
ALTER TABLE `projects` MODIFY COLUMN `position` bigint unsigned NOT NULL DEFAULT 0;
ALTER TABLE `projects` ALTER COLUMN `position` SET DEFAULT 5;
ALTER TABLE `projects` ALTER `position` DROP DEFAULT;
CREATE INDEX `index_projects_on_path` ON `projects` (`path`(20));
ALTER TABLE `projects` RENAME INDEX `index_projects_on_path` TO `by_path`;
DROP INDEX `by_path` ON `projects`;
ALTER TABLE `projects` DROP COLUMN `visits`;
ALTER TABLE `projects` ADD INDEX `by_name` (`name`), ADD UNIQUE INDEX `one_position` (`position`), ADD KEY (`path`);
ALTER TABLE `projects` DROP INDEX `one_position`, DROP KEY `path`;
ALTER TABLE `projects` ADD CONSTRAINT `chk_position` CHECK (`position` >= 0);
ALTER TABLE `projects` DROP CONSTRAINT `chk_position`;
ALTER TABLE `projects` DROP FOREIGN KEY `fk_rails_b4884d7210`;
ALTER TABLE `projects` ADD CONSTRAINT `fk_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE;
ALTER TABLE `projects` RENAME COLUMN `path` TO `route`;
INSERT INTO accounts (subdomain, created_at, updated_at) VALUES ('a\'b', now(), now());

CREATE TABLE `auth_user` (`id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY, `password` varchar(128) NOT NULL, `last_login` datetime(6) NULL, `is_superuser` bool NOT NULL, `username` varchar(150) NOT NULL UNIQUE, `email` varchar(254) NOT NULL, `date_joined` datetime(6) NOT NULL);
CREATE TABLE `auth_group` (`id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY, `name` varchar(150) NOT NULL UNIQUE);
CREATE TABLE `auth_user_groups` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `user_id` integer NOT NULL, `group_id` integer NOT NULL);
CREATE TABLE `shop_item` (`id` char(32) NOT NULL PRIMARY KEY, `price` numeric(10, 2) NOT NULL, `count` integer UNSIGNED NOT NULL CHECK (`count` >= 0), `weight` double precision NULL, `took` bigint NOT NULL, `size` smallint UNSIGNED NOT NULL CHECK (`size` >= 0), `raw` longblob NOT NULL, `at` time(6) NOT NULL);
ALTER TABLE `auth_user_groups` ADD CONSTRAINT `auth_user_groups_user_id_group_id_94350c0c_uniq` UNIQUE (`user_id`, `group_id`);
ALTER TABLE `auth_user_groups` ADD CONSTRAINT `auth_user_groups_user_id_6a12ed8b_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`);
ALTER TABLE `auth_user_groups` ADD CONSTRAINT `auth_user_groups_group_id_97559544_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`);
CREATE INDEX `shop_item_size_idx` ON `shop_item` (`size` DESC, `count`);
ALTER TABLE `auth_user` ADD COLUMN `nickname` varchar(30) DEFAULT 'none' NOT NULL;
ALTER TABLE `auth_user` ALTER COLUMN `nickname` DROP DEFAULT;
ALTER TABLE `auth_user` MODIFY `email` varchar(320) NULL;
ALTER TABLE `auth_user` DROP INDEX `username`;
RENAME TABLE `auth_user` TO `people`;
ALTER TABLE `people` DROP COLUMN `nickname`;
ALTER TABLE `auth_user_groups` DROP FOREIGN KEY `auth_user_groups_user_id_6a12ed8b_fk_auth_user_id`;
DROP TABLE `auth_user_groups` CASCADE;

create table `users` (`id` bigint unsigned not null auto_increment primary key, `name` varchar(255) not null, `email` varchar(255) not null, `email_verified_at` timestamp null, `remember_token` varchar(100) null, `created_at` timestamp null, `updated_at` timestamp null) default character set utf8mb4 collate 'utf8mb4_unicode_ci';
alter table `users` add unique `users_email_unique`(`email`);
create table `sessions` (`id` varchar(255) not null, `user_id` bigint unsigned null, `ip_address` varchar(45) null, `payload` longtext not null, `last_activity` int not null, primary key (`id`)) default character set utf8mb4 collate 'utf8mb4_unicode_ci' engine = InnoDB;
alter table `sessions` add index `sessions_user_id_index`(`user_id`);
alter table `sessions` add index `sessions_last_activity_index`(`last_activity`);
create table `jobs` (`id` bigint unsigned not null auto_increment primary key, `queue` varchar(255) not null, `payload` longtext not null, `attempts` tinyint unsigned not null, `reserved_at` int unsigned null);
alter table `jobs` add index `jobs_queue_index`(`queue`);
alter table `users` add `team_id` bigint unsigned null after `email`, add `role` enum('member', 'admin') not null default 'member';
alter table `users` modify `role` enum('member', 'admin', 'owner') not null default 'member';
alter table `users` drop `remember_token`, drop `email_verified_at`;
create table `teams` (`id` bigint unsigned not null auto_increment primary key, `name` varchar(255) not null, `personal` tinyint(1) not null default '0');
alter table `users` add constraint `users_team_id_foreign` foreign key (`team_id`) references `teams` (`id`) on delete set null;
alter table `users` drop foreign key `users_team_id_foreign`;
alter table `users` drop index `users_email_unique`;
rename table `jobs` to `work`, `sessions` to `visits`;
drop table if exists `nothing`;

CREATE TABLE posts (
    id INT PRIMARY KEY AUTO_INCREMENT,
    title VARCHAR(100) NOT NULL,
    body TEXT NOT NULL,
    published BOOLEAN NOT NULL DEFAULT FALSE,
    author INT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    uuid CHAR(36) DEFAULT (uuid()),
    FOREIGN KEY (author) REFERENCES people(id) ON DELETE RESTRICT,
    INDEX (title),
    UNIQUE (title, author),
    CHECK (author > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE follows (
    follower INTEGER NOT NULL,
    followed INTEGER NOT NULL,
    PRIMARY KEY (follower, followed),
    CONSTRAINT not_self CHECK (follower <> followed),
    CONSTRAINT FOREIGN KEY (follower) REFERENCES people (id)
);
ALTER TABLE follows DROP FOREIGN KEY follows_ibfk_1;
ALTER TABLE follows DROP PRIMARY KEY, ADD PRIMARY KEY (followed, follower);
ALTER TABLE posts ADD COLUMN slug VARCHAR(50) UNIQUE, ADD COLUMN views BIGINT DEFAULT 0;
ALTER TABLE posts ADD FULLTEXT INDEX posts_words (title, body);
CREATE FULLTEXT INDEX posts_body ON posts (body);
CREATE INDEX posts_both USING BTREE ON posts (author, views);
CREATE INDEX posts_hash ON posts (views) USING HASH;
ALTER TABLE posts COMMENT = 'What people write';
ALTER TABLE posts ENGINE = InnoDB;
ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE posts DEFAULT CHARACTER SET utf8mb4;
ALTER TABLE posts AUTO_INCREMENT = 100;
ALTER TABLE posts ADD COLUMN excerpt VARCHAR(20) AS (left(title, 20)) STORED;
ALTER TABLE posts ADD COLUMN extra VARCHAR(20) GENERATED ALWAYS AS (upper(title)) VIRTUAL FIRST;
ALTER TABLE posts DROP COLUMN extra, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE posts RENAME TO notes;
ALTER TABLE notes RENAME AS posts;
ALTER TABLE posts ADD COLUMN (one INT, two INT);
ALTER TABLE posts ORDER BY title;
CREATE OR REPLACE VIEW titles AS SELECT id, title FROM posts;
ALTER VIEW titles AS SELECT id FROM posts;
CREATE VIEW named_columns (a, b) AS SELECT 1, 2;
DROP VIEW titles;
CREATE TEMPORARY TABLE scratch (a int);
DROP TEMPORARY TABLE scratch;
CREATE TABLE copy LIKE posts;
CREATE TABLE recent AS SELECT id, title FROM posts;
CREATE TRIGGER posts_slug BEFORE INSERT ON posts FOR EACH ROW SET NEW.slug = lower(NEW.title);
DROP TRIGGER posts_slug;
DROP TRIGGER IF EXISTS absent;
CREATE PROCEDURE greet() SELECT 'hello';
DROP PROCEDURE greet;
CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2;
DROP FUNCTION IF EXISTS twice;
SET FOREIGN_KEY_CHECKS = 0;
DROP TABLE accounts;
SET FOREIGN_KEY_CHECKS = 1;
CREATE TABLE accounts (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name text);
UPDATE posts SET slug = title;
DELETE FROM posts WHERE id = 0;
REPLACE INTO posts (id, title, body, author) SELECT 1, 'a', 'b', 1 FROM dual WHERE false;
TRUNCATE TABLE work;
ANALYZE TABLE posts;
OPTIMIZE TABLE posts;
SHOW TABLES;
CREATE TABLE prices (item INT, valid_from DATE NOT NULL, price DECIMAL(8,2) UNSIGNED ZEROFILL, PRIMARY KEY (item, valid_from), KEY prefix (price) COMMENT 'dear ones') COMMENT 'over time';
CREATE TABLE points (id INT PRIMARY KEY, at POINT NOT NULL, SPATIAL INDEX (at));
ALTER TABLE prices FORCE;
GRANT SELECT ON posts TO CURRENT_USER;
FLUSH TABLES;
DROP TABLE recent, copy;
