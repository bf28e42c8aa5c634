-- Who is to be registered at a provider, and webinars that know whether their grace is their own.

-- NULL: the default, which a provider lengthens. Who once asked for 120 cannot be told from who asked for nothing.
ALTER TABLE webinars ALTER COLUMN finish_grace_s DROP NOT NULL;
UPDATE webinars SET finish_grace_s = NULL WHERE finish_grace_s = 120;
UPDATE webinars w SET finish_due_at = ends_at + interval '10800 seconds', version = version + 1
 WHERE finish_grace_s IS NULL AND finish_due_at IS NOT NULL AND EXISTS
       (SELECT FROM connection_webinars b JOIN connections c ON c.id = b.connection_id
         WHERE b.webinar_id = w.id AND c.kind IN ('zoom', 'gotowebinar', 'on24', 'standard_webhooks_in'));

-- Members who were asked to be Registered where a provider has to confirm it. A row is there until it has answered.
CREATE TABLE enrolments (
    member_id uuid PRIMARY KEY REFERENCES members ON DELETE CASCADE,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    asked_at timestamptz NOT NULL,                 -- a confirmation counts from then
    source text NOT NULL,                          -- who asked: operator, import, capacity
    reason text,                                   -- why, as they said
    due_at timestamptz NOT NULL,                   -- not before; while the vendor is being asked: a lease
    attempts integer NOT NULL DEFAULT 0,
    code text,                                     -- what the last attempt came to
    message text                                   -- the same for people
);
CREATE INDEX enrolments_due ON enrolments (webinar_id, due_at);
