-- Add authors
--
-- revision: c95e1d7b08a4
-- down_revision: 1f0c8a7e5d21
-- created: 2026-11-03 09:05 UTC

-- upgrade
CREATE TABLE authors (id integer PRIMARY KEY, name text NOT NULL);
ALTER TABLE posts ADD COLUMN author_id integer REFERENCES authors (id);

-- downgrade
ALTER TABLE posts DROP COLUMN author_id;
DROP TABLE authors;
