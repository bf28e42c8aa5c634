-- Sessions that can be listed and ended, keys that expire and are rotated, and the audit log.

ALTER TABLE api_keys
    ADD expires_at timestamptz,
    ADD last_used_at timestamptz;

ALTER TABLE sessions
    ADD id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD root bytea,                                -- what it was signed in with, besides a key of api_keys: when that is
                                                   -- configured no longer the session is none; NULL: from before this
    ADD created_at timestamptz,
    ADD last_seen_at timestamptz,
    ADD address text,
    ADD browser text;

CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,                  -- of the calls that this entry sums up
    calls bigint NOT NULL DEFAULT 1 CHECK (calls > 0),
    actor text NOT NULL,                           -- key, session, configured_key, nobody
    actor_id uuid,
    actor_name text NOT NULL,
    action text NOT NULL,
    target text,                                   -- what the id below is of: webinar, member, person, …
    target_id text,
    address text,                                  -- NULL after 90 days
    details jsonb NOT NULL DEFAULT '{}',
    summed_by text UNIQUE                          -- calls under the same key make one entry
);
CREATE INDEX audit_entries_at ON audit_entries (happened_at);

-- Append-only: an entry is summed further and loses its address after 90 days, and goes after a year.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.last_at > now() - interval '364 days' THEN
            RAISE EXCEPTION 'an audit entry is kept for a year';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.happened_at, NEW.actor, NEW.actor_id, NEW.actor_name, NEW.action, NEW.target, NEW.target_id, NEW.details)
        IS DISTINCT FROM
       (OLD.id, OLD.happened_at, OLD.actor, OLD.actor_id, OLD.actor_name, OLD.action, OLD.target, OLD.target_id, OLD.details)
       OR NEW.calls < OLD.calls OR NEW.last_at < OLD.last_at
       OR (NEW.address IS DISTINCT FROM OLD.address
           AND NOT (NEW.address IS NULL AND OLD.last_at < now() - interval '89 days')) THEN
        RAISE EXCEPTION 'an audit entry is not changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
