-- Mails of the room: to hosts and presenters, and to members whose questions were answered after they had left.

ALTER TABLE mails ADD COLUMN presenter_id uuid;    -- a host or presenter; may be dismissed by now
ALTER TABLE mails ADD COLUMN line_id uuid;         -- the answer in the chat that it quotes
ALTER TABLE mails ADD COLUMN problems jsonb;       -- of a rundown: items, code and name of each
ALTER TABLE mails DROP CONSTRAINT mails_check;
ALTER TABLE mails ADD CONSTRAINT mails_recipient
    CHECK (member_id IS NOT NULL OR submission_id IS NOT NULL OR presenter_id IS NOT NULL);
CREATE UNIQUE INDEX mails_once_to_presenter ON mails (presenter_id, kind, occurrence) WHERE presenter_id IS NOT NULL;

-- An answer is mailed at mail_at, unless its reader was in the room after it was written; NULL: decided.
ALTER TABLE chat_lines ADD COLUMN mail_at timestamptz;
CREATE INDEX chat_lines_to_mail ON chat_lines (mail_at) WHERE mail_at IS NOT NULL;

-- The checks before the start that were done; hosts have been mailed what was new then.
CREATE TABLE preflight_checks (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,                -- the start that it was before
    before_s integer NOT NULL,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, starts_at, before_s)
);
