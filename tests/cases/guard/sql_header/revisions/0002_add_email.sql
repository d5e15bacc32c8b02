-- Add email
--
-- revision: 0002
-- down_revison: 0001

-- upgrade: oracle
SELECT 1;
