SELECT NULLIF(t.TABLE_SCHEMA, DATABASE()), t.TABLE_NAME,
       NULLIF(t.TABLE_COMMENT, ''),
       NULLIF(t.ENGINE, @@default_storage_engine), t.TABLE_COLLATION,
       -- What the name of a character set alone means.
       (SELECT c.IS_DEFAULT FROM information_schema.COLLATIONS c WHERE c.COLLATION_NAME = t.TABLE_COLLATION),
       t.CREATE_OPTIONS
  FROM information_schema.TABLES t
 WHERE t.TABLE_TYPE = 'BASE TABLE' AND :relation(t.TABLE_SCHEMA, t.TABLE_NAME)
