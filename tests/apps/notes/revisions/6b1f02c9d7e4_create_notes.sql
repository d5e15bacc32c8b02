-- create notes
--
-- revision: 6b1f02c9d7e4

-- upgrade
CREATE TABLE notes (text varchar(200) NOT NULL);
INSERT INTO notes VALUES ('milk');

-- downgrade
DROP TABLE notes;
