-- The check of each webinar's recording, and the viewers who could not play it.

CREATE TABLE recording_checks (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    url text NOT NULL,               -- the address that was checked; another one begins anew
    url_since timestamptz,           -- since when, where it replaced another one
    due_at timestamptz NOT NULL,     -- the next check
    verdict text,                    -- playable, not_playable, not_checked; NULL before the first
    findings jsonb NOT NULL DEFAULT '[]',  -- [[code, value], …]
    length_s double precision,       -- of the file, where it says so
    checked_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,   -- failures in a row that changed no verdict yet
    told text,                       -- the last verdict that was published
    viewers_told_at timestamptz,     -- when failures of viewers were last published
    holder uuid,
    lease_until timestamptz
);
CREATE INDEX recording_checks_due ON recording_checks (due_at);

CREATE TABLE playback_failures (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    reason text NOT NULL,            -- network, decode, source, encryption
    at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, member_id)
);
CREATE INDEX playback_failures_member ON playback_failures (member_id);
