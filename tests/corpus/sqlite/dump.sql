-- As .dump and .schema write it.

PRAGMA foreign_keys=OFF;
CREATE TABLE artists (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE,
  born DATE,
  UNIQUE (name)
);
INSERT INTO artists VALUES(1,'It''s me; you',NULL);
CREATE TABLE albums(id INTEGER PRIMARY KEY, artist_id INTEGER NOT NULL REFERENCES artists(id) ON DELETE CASCADE, title VARCHAR(160) NOT NULL, price NUMERIC(10,2) DEFAULT 9.99, released DATETIME DEFAULT CURRENT_TIMESTAMP, CHECK (price >= 0));
CREATE TABLE [tracks]
(
    [TrackId] INTEGER  NOT NULL,
    [Name] NVARCHAR(200)  NOT NULL,
    [AlbumId] INTEGER,
    [Milliseconds] INTEGER  NOT NULL,
    [UnitPrice] NUMERIC(10,2)  NOT NULL,
    CONSTRAINT [PK_Track] PRIMARY KEY  ([TrackId]),
    FOREIGN KEY ([AlbumId]) REFERENCES "albums" ([id])
		ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE TABLE IF NOT EXISTS "playlist_track" ("playlist" integer NOT NULL, "track" integer NOT NULL, CONSTRAINT "pk" PRIMARY KEY ("playlist", "track")) WITHOUT ROWID;
CREATE TABLE strictly (id INTEGER PRIMARY KEY, data BLOB, amount REAL NOT NULL DEFAULT 0.5, note TEXT, n INT) STRICT;
CREATE TABLE untyped (a, b, c DEFAULT 'x');
CREATE TABLE computed (w REAL, h REAL, area REAL GENERATED ALWAYS AS (w * h) STORED, half REAL AS (w / 2) VIRTUAL);
CREATE TABLE employees (id INTEGER NOT NULL PRIMARY KEY, boss INTEGER, FOREIGN KEY (boss) REFERENCES employees DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE later (id INTEGER PRIMARY KEY, of INTEGER REFERENCES comes_later (id));
CREATE TABLE comes_later (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b')) NOT NULL ON CONFLICT IGNORE);
CREATE TABLE flags (name TEXT PRIMARY KEY ON CONFLICT REPLACE, value BOOLEAN NOT NULL DEFAULT TRUE, at TIMESTAMP DEFAULT (strftime('%s','now')));
CREATE VIRTUAL TABLE docs USING fts5(title, body);
CREATE INDEX albums_artist ON albums (artist_id);
CREATE UNIQUE INDEX albums_title ON albums (title COLLATE NOCASE, released DESC);
CREATE INDEX IF NOT EXISTS tracks_long ON tracks ("Milliseconds") WHERE "Milliseconds" > 600000;
CREATE INDEX artists_lower ON artists (lower(name));
CREATE VIEW cheap AS SELECT id, title FROM albums WHERE price < 5;
CREATE TRIGGER albums_price AFTER UPDATE OF price ON albums WHEN new.price < 0
BEGIN
  UPDATE albums SET price = 0 WHERE id = new.id;
  SELECT 1;
END;
CREATE TRIGGER cheap_insert INSTEAD OF INSERT ON cheap BEGIN INSERT INTO albums (artist_id, title) VALUES (1, new.title); END;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('artists',1);
PRAGMA user_version = 3;
SELECT count(*) FROM artists;
ANALYZE artists;
