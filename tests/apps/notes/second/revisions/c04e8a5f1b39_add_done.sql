-- add done
--
-- revision: c04e8a5f1b39
-- down_revision: 6b1f02c9d7e4

-- upgrade
ALTER TABLE notes ADD COLUMN done integer NOT NULL DEFAULT 0;

-- downgrade
ALTER TABLE notes DROP COLUMN done;
