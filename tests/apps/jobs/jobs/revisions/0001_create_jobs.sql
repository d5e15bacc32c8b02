-- create jobs
--
-- revision: 0001

-- upgrade
CREATE TABLE jobs (id integer PRIMARY KEY);

-- downgrade
DROP TABLE jobs;
