-- The last time at which an operator had a webinar's console open: a take over is not given back while one is there.
-- Hosts and presenters have a time of their own (presenters.seen_at).

CREATE TABLE operators_seen (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    seen_at timestamptz NOT NULL
);
