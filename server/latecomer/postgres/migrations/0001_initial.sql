-- The first schema. Instants are timestamptz with ms resolution; the codecs hand them to Python as ms since the epoch.

CREATE TABLE webinars (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    timezone text NOT NULL,
    recording_url text,
    recording_duration_s double precision,
    recording_version integer NOT NULL DEFAULT 0,  -- of the last recording; stays when the recording is taken away
    live_url text,
    watch_url text,
    allowed_origins text[] NOT NULL DEFAULT '{}',
    watch_threshold_s double precision NOT NULL,
    finish_grace_s integer NOT NULL,
    attendee_limit integer,
    registrant_limit integer,
    cancellations text NOT NULL,
    flip_on text NOT NULL,
    version bigint NOT NULL DEFAULT 1,             -- grows with every change
    carded_version bigint NOT NULL DEFAULT 0,      -- the version that the ledger's card holds
    finish_due_at timestamptz,                     -- when the automatic finish is due; NULL: none is
    created_at timestamptz NOT NULL,
    archived_at timestamptz,                       -- since when the Postgres rows are the only copy of what was watched
    CHECK (ends_at > starts_at)
);
CREATE INDEX webinars_by_start ON webinars (starts_at DESC, id DESC);
CREATE INDEX webinars_finish_due ON webinars (finish_due_at) WHERE finish_due_at IS NOT NULL;
CREATE INDEX webinars_uncarded ON webinars (id) WHERE carded_version < version;

CREATE TABLE persons (
    id uuid PRIMARY KEY,
    email text,                                    -- as written, trimmed; NULL once erased
    email_key text,                                -- trimmed and case-folded; NULL once erased
    first_name text, last_name text, phone text, company text, job_title text, industry text,
    street_address text, city text, state text, postal_code text, country text,
    properties jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    erased_at timestamptz
);
-- Partial, so that it is no key to refer to: a changed email then does not wait for who refers to the person's id.
CREATE UNIQUE INDEX persons_by_email ON persons (email_key) WHERE email_key IS NOT NULL;

CREATE TABLE members (
    id uuid PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES persons,
    status text NOT NULL,
    status_reason text,
    status_at timestamptz NOT NULL,
    visitor boolean NOT NULL DEFAULT false,        -- Attended On-Demand and has a view
    link_serial integer NOT NULL DEFAULT 1,        -- the join link that is valid; a smaller serial is revoked
    version bigint NOT NULL DEFAULT 1,             -- grows when status, visitor or link changes
    carded_version bigint NOT NULL DEFAULT 0,      -- the version that the ledger's record holds
    due_version bigint NOT NULL DEFAULT 0,         -- grows with every fact
    settled_version bigint NOT NULL DEFAULT 0,     -- the due_version that the status rests on
    sequence bigint NOT NULL DEFAULT 0,            -- of the last outgoing event about this member
    waiting_since timestamptz,                     -- set while Waitlisted for want of a seat; NULL when an operator said so
    joined_at timestamptz,                         -- first confirmed click or hello
    created_at timestamptz NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,    -- the order in which members were added; what pages go by
    UNIQUE (webinar_id, person_id)
);
CREATE INDEX members_by_status ON members (webinar_id, status);
CREATE UNIQUE INDEX members_page ON members (webinar_id, number);
CREATE INDEX members_of_person ON members (person_id);
CREATE INDEX members_due ON members (id) WHERE settled_version < due_version;
CREATE INDEX members_due_of_webinar ON members (webinar_id, id) WHERE settled_version < due_version;
CREATE INDEX members_uncarded ON members (id) WHERE carded_version < version;
CREATE INDEX members_waiting ON members (webinar_id, waiting_since, number) WHERE waiting_since IS NOT NULL;
CREATE INDEX members_joined ON members (webinar_id, joined_at DESC, id DESC) WHERE joined_at IS NOT NULL;

CREATE TABLE facts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    source text NOT NULL,
    reason text,
    key text,                                      -- what makes this fact one and the same when it is told again; NULL: each counts
    recorded_at timestamptz NOT NULL,
    UNIQUE (member_id, kind, key)
);
CREATE INDEX facts_of_member ON facts (member_id, at, id);

CREATE TABLE finishes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    at timestamptz NOT NULL,
    source text NOT NULL,
    recorded_at timestamptz NOT NULL,
    key text,                                      -- 'automatic' for the one at ends_at + grace
    UNIQUE (webinar_id, key)
);
CREATE INDEX finishes_of_webinar ON finishes (webinar_id, at);

CREATE TABLE status_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    webinar_id uuid NOT NULL,                      -- the member's; here for the feed
    from_status text,
    to_status text NOT NULL,
    fact_ids bigint[] NOT NULL,
    source text NOT NULL,
    reason text,
    at timestamptz NOT NULL
);
CREATE INDEX status_events_of_member ON status_events (member_id, id);
CREATE INDEX flips_of_webinar ON status_events (webinar_id, id DESC) WHERE to_status = 'attended_on_demand';

CREATE TABLE outbox (
    id uuid PRIMARY KEY,                           -- the outgoing event's id, the same at every attempt
    type text NOT NULL,
    webinar_id uuid NOT NULL,
    member_id uuid,
    sequence bigint,
    at timestamptz NOT NULL,
    data jsonb NOT NULL
);
CREATE INDEX outbox_by_time ON outbox (at);
CREATE INDEX outbox_of_member ON outbox (member_id);

-- The copy of each member's ledger record; the newest version wins. Seven days after the window it is the only one.
CREATE TABLE ledger_copies (
    member_id uuid PRIMARY KEY REFERENCES members ON DELETE CASCADE,
    version bigint NOT NULL,
    intervals int8multirange NOT NULL,             -- wall clock, ms since the epoch, half open
    covered int4multirange NOT NULL,               -- seconds of the recording, half open
    recording_version integer NOT NULL,
    resume_s double precision NOT NULL,
    playbacks jsonb NOT NULL,                      -- [{playback, anchor_at, hello_at, recording_version, heard_at}]
    drops jsonb NOT NULL,                          -- {reason: deliveries}
    recent_drops jsonb NOT NULL,                   -- the last 50: [{at, reason, playback, segment}]
    moments jsonb NOT NULL,                        -- {joined_at, live_at, view_at, clicks: [...]}: what facts are made of
    copied_at timestamptz NOT NULL
);

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    hash bytea NOT NULL UNIQUE,                    -- SHA-256 of a key of 256 random bits
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE TABLE sign_in_codes (
    hash bytea PRIMARY KEY,                        -- SHA-256 of the code; deleted when used
    scopes text[] NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE sessions (
    hash bytea PRIMARY KEY,                        -- SHA-256 of the cookie's value
    key_id uuid REFERENCES api_keys ON DELETE CASCADE,   -- NULL: by a one-time code or the configured key
    name text NOT NULL,
    scopes text[] NOT NULL,
    expires_at timestamptz NOT NULL
);
