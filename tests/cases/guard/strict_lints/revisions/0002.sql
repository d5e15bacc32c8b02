-- In SQL
--
-- revision: 0002
-- down_revision: 0001

-- upgrade
