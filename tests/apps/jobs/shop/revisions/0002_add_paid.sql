-- add paid
--
-- revision: 0002
-- down_revision: 0001

-- upgrade
ALTER TABLE orders ADD COLUMN paid integer NOT NULL DEFAULT 0;

-- downgrade
ALTER TABLE orders DROP COLUMN paid;
