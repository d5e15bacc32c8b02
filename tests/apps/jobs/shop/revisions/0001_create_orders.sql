-- create orders
--
-- revision: 0001

-- upgrade
CREATE TABLE orders (id integer PRIMARY KEY, job_id integer REFERENCES jobs (id));

-- downgrade
DROP TABLE orders;
