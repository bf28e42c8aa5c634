-- What filters ask for: moments and totals of each member in its own row, functions that read properties, segments.

ALTER TABLE members
    ADD COLUMN attended_at timestamptz,            -- the first fact of live attendance that stands
    ADD COLUMN viewed_at timestamptz,              -- the first fact of attendance on demand that stands
    ADD COLUMN registered_at timestamptz,          -- the first registered fact that stands
    ADD COLUMN registered_source text,             -- where that came from
    ADD COLUMN live_ms bigint NOT NULL DEFAULT 0,  -- the sum of watched_days, per mode
    ADD COLUMN on_demand_ms bigint NOT NULL DEFAULT 0;
UPDATE members m SET live_ms = d.live_ms, on_demand_ms = d.on_demand_ms
  FROM (SELECT member_id, coalesce(sum(watched_ms) FILTER (WHERE mode = 'live'), 0) AS live_ms,
               coalesce(sum(watched_ms) FILTER (WHERE mode = 'on_demand'), 0) AS on_demand_ms
          FROM watched_days GROUP BY member_id) d
 WHERE d.member_id = m.id;
-- Settling fills in the rest, from facts.
UPDATE members SET due_version = due_version + 1;

-- Texts are trimmed and in NFC, and an empty one is NULL.
UPDATE persons SET
    first_name = nullif(btrim(normalize(first_name, NFC), E' \t\n\r'), ''), last_name = nullif(btrim(normalize(last_name, NFC), E' \t\n\r'), ''),
    phone = nullif(btrim(normalize(phone, NFC), E' \t\n\r'), ''), company = nullif(btrim(normalize(company, NFC), E' \t\n\r'), ''),
    job_title = nullif(btrim(normalize(job_title, NFC), E' \t\n\r'), ''), industry = nullif(btrim(normalize(industry, NFC), E' \t\n\r'), ''),
    street_address = nullif(btrim(normalize(street_address, NFC), E' \t\n\r'), ''), city = nullif(btrim(normalize(city, NFC), E' \t\n\r'), ''),
    state = nullif(btrim(normalize(state, NFC), E' \t\n\r'), ''), postal_code = nullif(btrim(normalize(postal_code, NFC), E' \t\n\r'), ''),
    country = nullif(btrim(normalize(country, NFC), E' \t\n\r'), '')
 WHERE (first_name, last_name, phone, company, job_title, industry, street_address, city, state, postal_code, country)
    IS DISTINCT FROM (
    nullif(btrim(normalize(first_name, NFC), E' \t\n\r'), ''), nullif(btrim(normalize(last_name, NFC), E' \t\n\r'), ''),
    nullif(btrim(normalize(phone, NFC), E' \t\n\r'), ''), nullif(btrim(normalize(company, NFC), E' \t\n\r'), ''),
    nullif(btrim(normalize(job_title, NFC), E' \t\n\r'), ''), nullif(btrim(normalize(industry, NFC), E' \t\n\r'), ''),
    nullif(btrim(normalize(street_address, NFC), E' \t\n\r'), ''), nullif(btrim(normalize(city, NFC), E' \t\n\r'), ''),
    nullif(btrim(normalize(state, NFC), E' \t\n\r'), ''), nullif(btrim(normalize(postal_code, NFC), E' \t\n\r'), ''),
    nullif(btrim(normalize(country, NFC), E' \t\n\r'), ''));
CREATE INDEX persons_by_creation ON persons (created_at, id);

-- The keys of properties that persons have or had; never their values.
CREATE TABLE property_keys (
    key text PRIMARY KEY,
    first_at timestamptz NOT NULL
);
INSERT INTO property_keys SELECT DISTINCT jsonb_object_keys(properties), now() FROM persons;

-- A property is empty when it is missing, null, or an empty text, list or object.
CREATE FUNCTION property_empty(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(value, 'null') IN ('null', '""', '[]', '{}')
$$;
-- The text of a value that has one; NULL for lists and objects, and for the empty text.
CREATE FUNCTION property_text(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN jsonb_typeof(value) IN ('string', 'number', 'boolean') THEN nullif(value #>> '{}', '') END
$$;
-- The number that a value is, or that its text reads as; NULL otherwise.
CREATE FUNCTION property_number(value jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number'
                  OR jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^[+-]?[0-9]{1,15}([.][0-9]{1,15})?$'
                THEN (value #>> '{}')::numeric END
$$;
CREATE FUNCTION property_boolean(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE lower(value #>> '{}') WHEN 'true' THEN true WHEN 'false' THEN false END
     WHERE jsonb_typeof(value) IN ('boolean', 'string')
$$;
-- The day that a text of the form 2026-03-04 names; NULL for any other value and for days that do not exist.
CREATE FUNCTION property_day(value jsonb) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED AS $$
BEGIN
    IF jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
        RETURN make_date(substr(value #>> '{}', 1, 4)::int, substr(value #>> '{}', 6, 2)::int,
                         substr(value #>> '{}', 9, 2)::int);
    END IF;
    RETURN NULL;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END $$;
-- The instant that a text names with its zone (RFC 3339); NULL for any other value.
CREATE FUNCTION property_instant(value jsonb) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED AS $$
BEGIN
    IF jsonb_typeof(value) = 'string' AND value #>> '{}' ~
       '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$' THEN
        RETURN (value #>> '{}')::timestamptz;
    END IF;
    RETURN NULL;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END $$;

CREATE TABLE segments (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    scope text NOT NULL,                           -- members, people
    webinar_id uuid,                               -- of scope members; no key to refer to: a deleted webinar breaks it
    kind text NOT NULL,                            -- live, snapshot, list
    timezone text NOT NULL,
    filter jsonb,                                  -- as it was given; NULL for a list
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    taken_at timestamptz,                          -- when a snapshot was last taken
    number bigint GENERATED ALWAYS AS IDENTITY     -- the order in which segments were made; what pages go by
);
CREATE UNIQUE INDEX segments_page ON segments (number);
-- Which segments a segment names; one that is named cannot be deleted.
CREATE TABLE segment_uses (
    segment_id uuid NOT NULL REFERENCES segments ON DELETE CASCADE,
    uses_id uuid NOT NULL,
    PRIMARY KEY (segment_id, uses_id)
);
CREATE INDEX segment_uses_of ON segment_uses (uses_id);
-- The rows of snapshots and lists.
CREATE TABLE segment_rows (
    segment_id uuid NOT NULL REFERENCES segments ON DELETE CASCADE,
    row_id uuid NOT NULL,                          -- the member's id, in scope people the person's
    person_id uuid NOT NULL REFERENCES persons,
    member_id uuid REFERENCES members ON DELETE CASCADE,
    number bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (segment_id, row_id)
);
CREATE UNIQUE INDEX segment_rows_page ON segment_rows (segment_id, number);
CREATE INDEX segment_rows_of_person ON segment_rows (person_id);
CREATE INDEX segment_rows_of_member ON segment_rows (member_id) WHERE member_id IS NOT NULL;
