    wanted record;
    undone text[];
    redone text[];
    retyped text[];
    command text;
BEGIN
    SELECT t.oid, t.typarray, format('revision_%s', t.oid) AS old, n.nspname, format('%I.%I', n.nspname, t.typname) AS spelt,
        obj_description(t.oid, 'pg_type') AS said,
        (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
            FROM pg_enum e WHERE e.enumtypid = t.oid AND e.enumlabel <> gone) AS kept
        INTO STRICT wanted
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid = enum::regtype;
    IF NOT EXISTS (SELECT FROM pg_enum WHERE enumtypid = wanted.oid AND enumlabel = gone) THEN
        RAISE EXCEPTION 'the enum % has no value %', enum, quote_literal(gone);
    END IF;

    -- What the columns of the type take part in, and what names a value of it.
    WITH typed AS (
        SELECT attrelid, attnum FROM pg_attribute WHERE atttypid IN (wanted.oid, wanted.typarray)
    ), naming AS (
        SELECT classid, objid FROM pg_depend
            WHERE refclassid = 'pg_type'::regclass AND refobjid IN (wanted.oid, wanted.typarray)
    ), work AS (
        SELECT 1 AS step, conname AS name, format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS undo,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS redo
            FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND EXISTS (SELECT FROM typed
                WHERE (attrelid = conrelid AND attnum = ANY (conkey)) OR (attrelid = confrelid AND attnum = ANY (confkey)))
        UNION ALL
        SELECT 2, conname, format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint
            WHERE contype IN ('c', 'x') AND conrelid <> 0 AND coninhcount = 0 AND (EXISTS (SELECT FROM naming
                WHERE classid = 'pg_constraint'::regclass AND objid = pg_constraint.oid) OR EXISTS (SELECT FROM naming
                WHERE classid = 'pg_class'::regclass AND objid = conindid))
        UNION ALL
        SELECT 3, relname, format('DROP INDEX %s', c.oid::regclass),
            concat_ws(';', pg_get_indexdef(c.oid), 'COMMENT ON INDEX ' || c.oid::regclass || ' IS '
                || quote_literal(obj_description(c.oid, 'pg_class')))
            FROM pg_class c
            WHERE relkind IN ('i', 'I') AND NOT relispartition
                AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)
                AND EXISTS (SELECT FROM naming WHERE classid = 'pg_class'::regclass AND objid = c.oid)
    )
    SELECT array_agg(undo ORDER BY step, name), array_agg(redo ORDER BY step DESC, name) INTO undone, redone FROM work;

    -- A table is written anew once, however many columns of the type it has.
    SELECT array_agg(format('ALTER TABLE %s %s', attrelid::regclass, actions)) INTO retyped FROM (
        SELECT attrelid, string_agg(concat_ws(', ',
            CASE WHEN was IS NOT NULL THEN format('ALTER COLUMN %I DROP DEFAULT', attname) END,
            format('ALTER COLUMN %I TYPE %s%s USING %I::text%s::%s%s',
                attname, wanted.spelt, list, attname, list, wanted.spelt, list),
            CASE WHEN was IS NOT NULL THEN format('ALTER COLUMN %I SET DEFAULT %s', attname, was) END), ', ') AS actions
        FROM (
            SELECT a.attrelid, a.attname, pg_get_expr(d.adbin, d.adrelid) AS was,
                CASE WHEN a.atttypid = wanted.typarray THEN '[]' ELSE '' END AS list
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.atttypid IN (wanted.oid, wanted.typarray) AND c.relkind IN ('r', 'p', 'f')
                AND a.attinhcount = 0 AND NOT a.attisdropped
        ) columns
        GROUP BY attrelid
    ) tables;

    FOREACH command IN ARRAY coalesce(undone, '{}') LOOP
        EXECUTE command;
    END LOOP;
    EXECUTE format('ALTER TYPE %s RENAME TO %I', wanted.spelt, wanted.old);
    EXECUTE format('CREATE TYPE %s AS ENUM (%s)', wanted.spelt, wanted.kept);
    IF wanted.said IS NOT NULL THEN
        EXECUTE format('COMMENT ON TYPE %s IS %L', wanted.spelt, wanted.said);
    END IF;
    FOREACH command IN ARRAY coalesce(retyped, '{}') || coalesce(redone, '{}') LOOP
        EXECUTE command;
    END LOOP;
    EXECUTE format('DROP TYPE %I.%I', wanted.nspname, wanted.old);
END
