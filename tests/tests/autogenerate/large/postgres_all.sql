-- What all areas of the business share.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'who did what, and when';

CREATE TYPE currency AS ENUM ('EUR', 'USD', 'CHF', 'it''s "other"');

CREATE SEQUENCE document_number AS bigint START WITH 1000 INCREMENT BY 10 MAXVALUE 9000000 CACHE 5 CYCLE;

CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE FUNCTION audit.tax(amount numeric, rate numeric DEFAULT 0.19) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT round(amount * rate, 2) $$;

CREATE TABLE audit.entry (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 2) PRIMARY KEY,
    at timestamp(3) with time zone DEFAULT now() NOT NULL,
    who text DEFAULT CURRENT_USER NOT NULL,
    what jsonb DEFAULT '{"a": [1, 2]}'::jsonb NOT NULL,
    "from" inet,
    "weird ""name" text COLLATE "C",
    CONSTRAINT "from is private" CHECK ("from" IS NULL OR "from" << '10.0.0.0/8'::inet)
);
CREATE INDEX entry_what ON audit.entry USING gin (what jsonb_path_ops);
CREATE INDEX entry_at ON audit.entry USING brin (at) WITH (pages_per_range = 32);
