-- As frameworks write it, and people: Rails, Django, Diesel, sqlx, Prisma, Alembic's batches.

CREATE TABLE "accounts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "subdomain" varchar NOT NULL, "plan" varchar DEFAULT 'free' NOT NULL, "seats" integer DEFAULT 1, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_accounts_on_subdomain" ON "accounts" ("subdomain");
CREATE TABLE "projects" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "account_id" integer NOT NULL, "name" varchar(120), "archived" boolean DEFAULT 0, "position" integer, "data" json DEFAULT '{}', CONSTRAINT "fk_rails_b4884d7210" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id"));
CREATE INDEX "index_projects_on_account_id" ON "projects" ("account_id");
ALTER TABLE "projects" ADD "slug" varchar;
ALTER TABLE "projects" ADD COLUMN "visits" integer DEFAULT 0 NOT NULL;
ALTER TABLE "projects" RENAME COLUMN "slug" TO "path";
ALTER TABLE "projects" DROP COLUMN "visits";
CREATE TEMPORARY TABLE "aprojects" ("id" integer NOT NULL PRIMARY KEY, "name" varchar(120));
INSERT INTO "aprojects" ("id","name") SELECT "id","name" FROM "projects";
DROP TABLE "aprojects";
CREATE TABLE "taggings" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "tag" varchar, "taggable_type" varchar, "taggable_id" bigint);
CREATE INDEX "index_taggings_on_taggable" ON "taggings" ("taggable_type", "taggable_id");
DROP INDEX "index_taggings_on_taggable";
ALTER TABLE "taggings" RENAME TO "tags";
CREATE TABLE "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
INSERT INTO "schema_migrations" (version) VALUES ('20260101000000'), ('20260102000000');

CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "email" varchar(254) NOT NULL, "date_joined" datetime NOT NULL);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE TABLE "new__auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "email" varchar(320) NULL);
INSERT INTO "new__auth_user" ("id", "password", "username", "email") SELECT "id", "password", "username", "email" FROM "auth_user";
DROP TABLE "auth_user";
ALTER TABLE "new__auth_user" RENAME TO "auth_user";
CREATE TABLE "shop_item" ("id" char(32) NOT NULL PRIMARY KEY, "price" decimal NOT NULL, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "weight" real NULL, "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)), "took" bigint NOT NULL, "size" smallint unsigned NOT NULL, "raw" BLOB NOT NULL, "at" time NOT NULL);
CREATE INDEX "shop_item_price" ON "shop_item" ("price" DESC, "count");

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    title VARCHAR NOT NULL,
    body TEXT NOT NULL,
    published BOOLEAN NOT NULL DEFAULT 0,
    rating DOUBLE DEFAULT 2.5,
    author INTEGER REFERENCES auth_user (id) ON DELETE SET NULL ON UPDATE CASCADE,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE follows (
    follower INTEGER NOT NULL REFERENCES auth_user,
    followed INTEGER NOT NULL REFERENCES auth_user,
    PRIMARY KEY (follower, followed),
    CONSTRAINT not_self CHECK (follower <> followed)
);
CREATE TRIGGER set_updated AFTER UPDATE ON posts FOR EACH ROW BEGIN UPDATE posts SET created_at = CURRENT_TIMESTAMP WHERE id = OLD.id; END;
DROP TRIGGER set_updated;
DROP TRIGGER IF EXISTS absent;
CREATE VIEW titles AS SELECT id, title FROM posts;
DROP VIEW titles;
CREATE VIEW IF NOT EXISTS titles AS WITH p AS (SELECT * FROM posts) SELECT title FROM p;
CREATE VIEW named_columns (a, b) AS SELECT 1, 2;
CREATE TABLE recent AS SELECT id, title FROM posts;
DROP TABLE recent;
ALTER TABLE posts ADD COLUMN excerpt TEXT GENERATED ALWAYS AS (substr(body, 1, 20)) VIRTUAL;
ALTER TABLE posts ADD COLUMN team INTEGER REFERENCES accounts (id);
ALTER TABLE posts RENAME excerpt TO summary;
CREATE UNIQUE INDEX posts_title_author ON posts (title, author) WHERE author IS NOT NULL;
CREATE INDEX posts_json ON shop_item (json_extract("extra", '$.a'));
DROP INDEX IF EXISTS posts_nothing;

CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'USER',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "_UserToPost" (
    "A" TEXT NOT NULL,
    "B" INTEGER NOT NULL,
    CONSTRAINT "_UserToPost_A_fkey" FOREIGN KEY ("A") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_UserToPost_B_fkey" FOREIGN KEY ("B") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE UNIQUE INDEX "_UserToPost_AB_unique" ON "_UserToPost"("A", "B");
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT, "age" INTEGER);
INSERT INTO "new_User" ("email", "id") SELECT "email", "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
PRAGMA foreign_keys=ON;

CREATE TABLE _alembic_tmp_accounts (
	id INTEGER NOT NULL,
	subdomain VARCHAR(63) NOT NULL,
	plan VARCHAR(20) DEFAULT 'free' NOT NULL,
	CONSTRAINT pk_accounts PRIMARY KEY (id),
	CONSTRAINT ck_plan CHECK (plan IN ('free', 'paid')),
	CONSTRAINT uq_accounts_subdomain UNIQUE (subdomain)
);
INSERT INTO _alembic_tmp_accounts (id, subdomain, plan) SELECT accounts.id, accounts.subdomain, accounts.plan FROM accounts;
DROP TABLE accounts;
ALTER TABLE _alembic_tmp_accounts RENAME TO accounts;
UPDATE accounts SET plan = 'free' WHERE plan IS NULL;
REPLACE INTO accounts (id, subdomain, plan) VALUES (1, 'a', 'free');
DELETE FROM accounts;
WITH old AS (SELECT id FROM posts) DELETE FROM posts WHERE id IN (SELECT id FROM old);
ANALYZE;
REINDEX;
CREATE TABLE main.elsewhere (a INTEGER);
ALTER TABLE main.elsewhere ADD b TEXT COLLATE RTRIM DEFAULT 'b';
CREATE TABLE `ticks` (`order` INTEGER, `select` TEXT, "quo""te" TEXT, 'single' TEXT);
CREATE INDEX main.ticks_order ON ticks (`order`);
CREATE TABLE weird (a INT UNIQUE, b FLOAT, c UNSIGNED BIG INT, d VARYING CHARACTER(20), e LONG, f DECIMAL(4), g INT8, h CLOB, PRIMARY KEY (a, b), UNIQUE (b, c) ON CONFLICT ABORT);
CREATE TABLE keyed (k TEXT PRIMARY KEY DESC, v ANY) WITHOUT ROWID, STRICT;
CREATE TABLE deferred (a INTEGER, FOREIGN KEY (a) REFERENCES posts (id) NOT DEFERRABLE INITIALLY IMMEDIATE);
DROP TABLE IF EXISTS absent;
DROP TABLE "_UserToPost";
