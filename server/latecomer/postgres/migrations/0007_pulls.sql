-- Vendors that are asked: what is known of a webinar there, and when it is asked for again.

CREATE TABLE pulls (
    connection_id uuid NOT NULL,
    webinar_id uuid NOT NULL,
    next_at timestamptz,                           -- not before; NULL: nothing more by itself
    planned_version integer NOT NULL,              -- the webinar's, whose times next_at rests on
    asked_at timestamptz,                          -- somebody wants everything, at once
    pulled_at timestamptz,                         -- when the last one that came to its end began
    attempts integer NOT NULL DEFAULT 0,           -- that failed in a row
    code text,                                     -- what the last one came to
    message text,                                  -- the same for people
    holder uuid,                                   -- the worker that pulls
    lease_until timestamptz,
    PRIMARY KEY (connection_id, webinar_id),
    FOREIGN KEY (connection_id, webinar_id) REFERENCES connection_webinars ON DELETE CASCADE
);
CREATE INDEX pulls_due ON pulls (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX pulls_held ON pulls (connection_id, lease_until) WHERE lease_until IS NOT NULL;
