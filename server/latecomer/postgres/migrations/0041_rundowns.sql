-- What automated webinars play when: every version of every rundown.

CREATE TABLE rundowns (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    version integer NOT NULL,
    buffer_s integer NOT NULL,
    items jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, version)
);

ALTER TABLE webinars ADD COLUMN rundown_version integer NOT NULL DEFAULT 0;  -- the one in force; 0: none
ALTER TABLE webinars ADD COLUMN recording_playable_s double precision;       -- of a replay with gaps
CREATE INDEX webinars_with_rundown ON webinars (ends_at) WHERE rundown_version > 0;

-- Hosts and presenters: persons with a link of its own kind, who are no members.
CREATE TABLE presenters (
    id uuid PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    email text NOT NULL,
    email_key text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,                            -- host, presenter
    serial integer NOT NULL DEFAULT 1,             -- of the valid link
    seen_at timestamptz,                           -- when one was last in the room
    created_at timestamptz NOT NULL,
    UNIQUE (webinar_id, email_key)
);
