-- Connections to vendors, what they push in, and what they report about members.

CREATE TABLE connections (
    id uuid PRIMARY KEY,
    kind text NOT NULL,                            -- vendors/kind.py
    name text NOT NULL,
    path_token text NOT NULL UNIQUE,               -- what stands in /in/{connection}; 192 random bits
    secrets bytea NOT NULL,                        -- sealed under a key that is derived from SECRET_KEY
    settings jsonb NOT NULL DEFAULT '{}',          -- as the kind's own type has it
    state text NOT NULL DEFAULT 'active',          -- active, paused, broken
    state_reason text,
    created_at timestamptz NOT NULL,
    last_heard_at timestamptz,                     -- verified and stored; at most a second behind
    last_spoke_at timestamptz,                     -- a call of ours that the vendor answered
    refused bigint NOT NULL DEFAULT 0,             -- deliveries that were not verified: counted, not kept
    last_refused_at timestamptz,
    last_refused_code text
);

CREATE TABLE connection_webinars (
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    external_id text NOT NULL,                     -- the vendor's id of the webinar, always text
    settings jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (connection_id, webinar_id)
);
-- One id of a vendor is one webinar of ours.
CREATE UNIQUE INDEX connection_webinars_by_external ON connection_webinars (connection_id, external_id);
CREATE INDEX connection_webinars_of_webinar ON connection_webinars (webinar_id);

CREATE TABLE inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    dedupe_key text NOT NULL,
    received_at timestamptz NOT NULL,
    headers jsonb NOT NULL,                        -- those that parsing needs
    body bytea,                                    -- as it came; NULL 30 days after handling, and when erased
    state text NOT NULL DEFAULT 'new',             -- new, done, waiting (for what waits_for names), failed
    handled_at timestamptz,
    outcome text,                                  -- a code
    detail text,                                   -- for people
    attempts integer NOT NULL DEFAULT 0,           -- that ended in a fault of ours
    next_at timestamptz NOT NULL,                  -- not before
    waits_for text[] NOT NULL DEFAULT '{}',        -- webinar:ID, or a vendor's id of somebody not known yet
    member_ids uuid[] NOT NULL DEFAULT '{}',       -- whom it is about: their erasure takes the body
    UNIQUE (connection_id, dedupe_key)
);
CREATE INDEX inbox_new ON inbox (next_at, id) WHERE state = 'new';
CREATE INDEX inbox_waiting ON inbox USING gin (waits_for) WHERE state = 'waiting';
CREATE INDEX inbox_of_members ON inbox USING gin (member_ids) WHERE body IS NOT NULL;
CREATE INDEX inbox_with_body ON inbox (handled_at) WHERE body IS NOT NULL;
CREATE INDEX inbox_of_connection ON inbox (connection_id, id DESC);

-- What a vendor calls a member: a registrant's id, a participant's id.
CREATE TABLE vendor_identities (
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    ref text NOT NULL,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    join_url text,                                 -- the vendor's, kept behind our join link
    PRIMARY KEY (connection_id, webinar_id, ref)
);
CREATE INDEX vendor_identities_of_member ON vendor_identities (member_id);

-- One row of a vendor about somebody's attendance. What is pushed adds moments to its row; what is pulled replaces the row.
CREATE TABLE vendor_rows (
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    key text NOT NULL,                             -- the vendor's own: occurrence and attendee's connection
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    mode text NOT NULL,                            -- live, on_demand
    session text NOT NULL,                         -- the occurrence whose end closes what is open
    joins bigint[] NOT NULL DEFAULT '{}',          -- moments, ms since the epoch, ascending
    leaves bigint[] NOT NULL DEFAULT '{}',
    as_of timestamptz,                             -- of a pulled row; the newest wins. NULL: pushed
    intervals int8multirange NOT NULL,             -- what the row amounts to, ms since the epoch, half open
    PRIMARY KEY (connection_id, webinar_id, key)
);
CREATE INDEX vendor_rows_of_member ON vendor_rows (member_id);
CREATE INDEX vendor_rows_of_session ON vendor_rows (connection_id, webinar_id, session);

-- The ends of occurrences, as told.
CREATE TABLE vendor_sessions (
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    session text NOT NULL,
    ended_at timestamptz NOT NULL,
    PRIMARY KEY (connection_id, webinar_id, session)
);

-- All rows of a member together, per mode; the ledger holds a copy and counts it with what our own player saw.
CREATE TABLE reported (
    member_id uuid PRIMARY KEY REFERENCES members ON DELETE CASCADE,
    live int8multirange NOT NULL,
    on_demand int8multirange NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    carded_version bigint NOT NULL DEFAULT 0       -- the version that the ledger holds
);
CREATE INDEX reported_uncarded ON reported (member_id) WHERE carded_version < version;
