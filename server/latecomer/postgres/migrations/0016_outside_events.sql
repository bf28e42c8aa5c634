-- Attendance is of this event or of none: a vendor's id may be bound to several webinars (a series), and an end that a
-- vendor reports early is held until it is certain.

DROP INDEX connection_webinars_by_external;
CREATE INDEX connection_webinars_of_external ON connection_webinars (connection_id, external_id);

CREATE TABLE held_ends (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    ended_at timestamptz NOT NULL,
    key text NOT NULL,                             -- of the report, as in finishes
    due_at timestamptz NOT NULL                    -- when it finishes the webinar, unless somebody came after it
);
CREATE INDEX held_ends_due ON held_ends (due_at);
