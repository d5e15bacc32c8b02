-- Add email
--
-- revision: 0002
-- down_revision: 0011

-- upgrade
SELECT 1;
