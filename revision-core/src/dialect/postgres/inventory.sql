WITH extended AS (
         -- What belongs to an extension stays, since nobody but it can bring that back.
         SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
     ), spaces AS (
         SELECT n.oid, n.nspname,
                n.nspname = 'public'
                OR ('pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid) IN (SELECT classid, objid FROM extended)
                OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                            WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                              AND (d.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                                   OR (d.classid, d.objid) IN (SELECT classid, objid FROM extended))) AS stays
           FROM pg_catalog.pg_namespace n
          WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     ), within AS (
         -- What lies in a schema that stays, and is no part of something else there.
         SELECT DISTINCT d.classid, d.objid
           FROM spaces s JOIN pg_catalog.pg_depend d
             ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = s.oid AND d.deptype = 'n' AND d.objsubid = 0
          WHERE s.stays AND d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
            AND (d.classid, d.objid) NOT IN (SELECT classid, objid FROM extended)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                             WHERE i.classid = d.classid AND i.objid = d.objid AND i.objsubid = 0 AND i.deptype = 'i')
     ), beside AS (
         -- What lies in no schema: of this, what we may drop. Subscriptions stay, which reach into another server.
         SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AS classid, oid AS objid, evtowner AS owner FROM pg_catalog.pg_event_trigger
         UNION ALL
         SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid, pubowner FROM pg_catalog.pg_publication
         UNION ALL
         SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, srvowner FROM pg_catalog.pg_foreign_server
         UNION ALL
         SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, fdwowner FROM pg_catalog.pg_foreign_data_wrapper
         UNION ALL
         SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, lanowner FROM pg_catalog.pg_language WHERE oid >= 16384
         UNION ALL
         SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, c.oid, t.typowner
           FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_type t ON t.oid = c.castsource
          WHERE c.oid >= 16384
     ), found AS (
         SELECT o.type, o.identity, o.place
           FROM within w CROSS JOIN LATERAL (
                SELECT i.type, i.identity, 2 AS place FROM pg_catalog.pg_identify_object(w.classid, w.objid, 0) AS i) AS o
         UNION ALL
         SELECT i.type, i.identity, CASE i.type WHEN 'event trigger' THEN 0 ELSE 4 END
           FROM beside b CROSS JOIN LATERAL pg_catalog.pg_identify_object(b.classid, b.objid, 0) AS i
          WHERE pg_catalog.pg_has_role(b.owner, 'USAGE') AND (b.classid, b.objid) NOT IN (SELECT classid, objid FROM extended)
     )
SELECT statement
  FROM (
      SELECT 1 AS place, pg_catalog.format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) AS statement
        FROM spaces WHERE NOT stays
      UNION ALL
      -- Tables first, so that nothing takes their columns one by one.
      SELECT CASE type WHEN 'table' THEN 2 WHEN 'foreign table' THEN 2 ELSE place + 1 END,
             pg_catalog.format('DROP %s IF EXISTS %s CASCADE',
                 CASE type WHEN 'function' THEN 'ROUTINE' WHEN 'procedure' THEN 'ROUTINE' WHEN 'aggregate' THEN 'ROUTINE'
                           WHEN 'composite type' THEN 'TYPE' WHEN 'statistics object' THEN 'STATISTICS'
                           WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER' ELSE pg_catalog.upper(type) END,
                 identity)
        FROM found WHERE place > 0
      UNION ALL
      SELECT 0, pg_catalog.format('DROP EVENT TRIGGER IF EXISTS %s', identity) FROM found WHERE place = 0
      UNION ALL
      SELECT 6, 'SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE pg_catalog.pg_has_role(lomowner, ''USAGE'')'
        FROM (SELECT FROM pg_catalog.pg_largeobject_metadata WHERE pg_catalog.pg_has_role(lomowner, 'USAGE') LIMIT 1) AS large
  ) AS everything
 ORDER BY place
