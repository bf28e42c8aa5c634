-- Campaigns that begin by themselves: segments that are kept, moments and schedules, steps that go to one connection.

-- Whether anything but an operator's or an import's word says so.
ALTER TABLE members
    ADD COLUMN attended_seen boolean NOT NULL DEFAULT false,
    ADD COLUMN viewed_seen boolean NOT NULL DEFAULT false;
UPDATE members SET attended_seen = attended_at IS NOT NULL, viewed_seen = viewed_at IS NOT NULL
 WHERE attended_at IS NOT NULL OR viewed_at IS NOT NULL;

-- How many campaigns lie one after the other behind what happened: none for what people do.
CREATE FUNCTION chain_depth() RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('latecomer.chain_depth', true), '')::integer, 0)
$$;
ALTER TABLE causes ADD COLUMN depth integer NOT NULL DEFAULT 0;
ALTER TABLE campaign_runs
    ADD COLUMN depth integer NOT NULL DEFAULT 0,
    ADD COLUMN test boolean NOT NULL DEFAULT false,            -- somebody tries the campaign on a person
    ADD COLUMN until_moment boolean NOT NULL DEFAULT false;    -- waits for a moment of the webinar
CREATE INDEX campaign_runs_until_moment ON campaign_runs (member_id) WHERE until_moment;

-- What a campaign rests on; neither can be deleted while it does.
CREATE TABLE campaign_uses (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    segment_id uuid NOT NULL,
    is_trigger boolean NOT NULL,
    PRIMARY KEY (campaign_id, segment_id)
);
CREATE INDEX campaign_uses_of ON campaign_uses (segment_id);

-- The nominal times at which a campaign looked by itself, or would have.
CREATE TABLE campaign_occurrences (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    key text NOT NULL,                             -- schedule, or a moment of a webinar
    nominal_at timestamptz NOT NULL,
    outcome text NOT NULL,                         -- looked, missed
    runs integer NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, key, nominal_at)
);

-- An event for one connection alone; NULL: for all that want it.
ALTER TABLE outbox ADD COLUMN connection_id uuid;

-- Segments of which is known who is in them, so that coming and going can be noticed.
ALTER TABLE segments ADD COLUMN announced boolean NOT NULL DEFAULT false;  -- connections hear of who comes and goes
CREATE TABLE kept_segments (
    segment_id uuid PRIMARY KEY REFERENCES segments ON DELETE CASCADE,
    stale boolean NOT NULL DEFAULT false,          -- its meaning changed: who is in it now is the new beginning
    swept_at timestamptz NOT NULL                  -- when all of it was last judged
);
CREATE TABLE kept_rows (
    segment_id uuid NOT NULL REFERENCES kept_segments ON DELETE CASCADE,
    row_id uuid NOT NULL,                          -- the member's id, in scope people the person's
    person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
    member_id uuid REFERENCES members ON DELETE CASCADE,
    inside boolean NOT NULL,
    times integer NOT NULL,                        -- how often the row came in
    PRIMARY KEY (segment_id, row_id)
);
CREATE INDEX kept_rows_of_person ON kept_rows (person_id);
CREATE INDEX kept_rows_of_member ON kept_rows (member_id) WHERE member_id IS NOT NULL;

-- Persons about whom something was recorded since they were last judged; written only while segments are kept.
CREATE TABLE audience_changes (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id uuid NOT NULL,
    depth integer NOT NULL
);

-- The lock is that of activating a campaign (events/causes.py): whoever records is on one side of it.
CREATE FUNCTION segments_are_kept() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1667331443);
    RETURN EXISTS (SELECT FROM kept_segments);
END $$;

CREATE FUNCTION note_new_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF segments_are_kept() THEN
        INSERT INTO audience_changes (person_id, depth) SELECT DISTINCT person_id, chain_depth() FROM new_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION note_old_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF segments_are_kept() THEN
        INSERT INTO audience_changes (person_id, depth) SELECT DISTINCT person_id, chain_depth() FROM old_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION note_changed_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF segments_are_kept() THEN
        INSERT INTO audience_changes (person_id, depth)
        SELECT DISTINCT n.person_id, chain_depth() FROM new_rows n JOIN old_rows o ON o.id = n.id
         WHERE (n.status, n.status_at, n.status_reason, n.visitor, n.waiting_since, n.registered_at,
                n.registered_source, n.attended_at, n.viewed_at, n.live_ms, n.on_demand_ms)
               IS DISTINCT FROM
               (o.status, o.status_at, o.status_reason, o.visitor, o.waiting_since, o.registered_at,
                o.registered_source, o.attended_at, o.viewed_at, o.live_ms, o.on_demand_ms);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION note_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF segments_are_kept() THEN
        INSERT INTO audience_changes (person_id, depth) SELECT id, chain_depth() FROM new_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION note_rows_of_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF segments_are_kept() THEN
        INSERT INTO audience_changes (person_id, depth)
        SELECT DISTINCT m.person_id, chain_depth() FROM new_rows n JOIN members m ON m.id = n.member_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_new AFTER INSERT ON members REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_rows();
CREATE TRIGGER note_changed AFTER UPDATE ON members REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_changed_members();
CREATE TRIGGER note_new AFTER INSERT ON persons REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_persons();
CREATE TRIGGER note_changed AFTER UPDATE ON persons REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_persons();
CREATE TRIGGER note_new AFTER INSERT ON watched_days REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_rows_of_members();
CREATE TRIGGER note_changed AFTER UPDATE ON watched_days REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_rows_of_members();
CREATE TRIGGER note_new AFTER INSERT ON segment_rows REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_rows();
CREATE TRIGGER note_old AFTER DELETE ON segment_rows REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_old_rows();
CREATE TRIGGER note_new AFTER INSERT ON submissions REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_rows_of_members();
CREATE TRIGGER note_changed AFTER UPDATE ON submissions REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_rows_of_members();
CREATE TRIGGER note_new AFTER INSERT ON mails REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_rows_of_members();
CREATE TRIGGER note_changed AFTER UPDATE ON mails REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_rows_of_members();
CREATE TRIGGER note_new AFTER INSERT ON campaign_runs REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_rows();
CREATE TRIGGER note_changed AFTER UPDATE ON campaign_runs REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_rows();
