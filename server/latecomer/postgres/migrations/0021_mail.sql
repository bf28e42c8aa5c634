-- Mails: what is sent to whom when, with everything that became of it.

CREATE TABLE mail_settings (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    enabled boolean NOT NULL,
    enabled_at timestamptz,                        -- what happened before is never mailed
    from_name text,
    reply_to text,
    organizer_name text,
    organizer_email text,
    language text NOT NULL DEFAULT 'en',           -- of those who are offered theirs not
    languages text[] NOT NULL DEFAULT '{}'         -- those that are offered; none: all that there are
);

CREATE TABLE mail_kinds (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    kind text NOT NULL,                            -- mail/rules/kinds.py
    enabled boolean NOT NULL,
    before_s integer[],                            -- offsets of reminders, and of last_days; NULL: the default
    after_s integer,                               -- of missed; NULL: the default
    PRIMARY KEY (webinar_id, kind)
);

CREATE TABLE mail_templates (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    kind text NOT NULL,
    language text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    PRIMARY KEY (webinar_id, kind, language)
);

CREATE TABLE mails (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    member_id uuid REFERENCES members ON DELETE CASCADE,
    submission_id uuid REFERENCES submissions ON DELETE CASCADE,
    kind text NOT NULL,
    occurrence text NOT NULL,
    by_form boolean NOT NULL DEFAULT false,        -- caused by a form: few a day go to one address
    email text,                                    -- NULL once erased
    email_key text,
    language text NOT NULL,
    about_starts_at timestamptz,                   -- the start that it speaks of
    offset_s integer NOT NULL DEFAULT 0,           -- how long before or after its occasion it goes
    occasion_at timestamptz NOT NULL,              -- when it was to go; due_at moves with retries and quiet hours
    created_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'waiting',         -- mail/rules/states.py
    reason text,                                   -- why it is in this state: a code, or what the relay said
    due_at timestamptz NOT NULL,                   -- not before
    attempts integer NOT NULL DEFAULT 0,
    holder uuid,                                   -- the worker that has it
    lease_until timestamptz,
    sent_at timestamptz,
    message_id text,
    relay_id text,                                 -- what the relay calls it, of its 250
    subject text,                                  -- as sent; NULL before, and 30 days after
    body text,
    html text,
    calendar text,
    template jsonb,                                -- of a campaign: subject, text, html
    CHECK (member_id IS NOT NULL OR submission_id IS NOT NULL)
);
CREATE UNIQUE INDEX mails_once ON mails (coalesce(member_id, submission_id), kind, occurrence);
CREATE INDEX mails_due ON mails (due_at, number) WHERE state = 'waiting';
CREATE INDEX mails_sending ON mails (lease_until) WHERE state = 'sending';
CREATE INDEX mails_of_webinar ON mails (webinar_id, number DESC);
CREATE INDEX mails_by_number ON mails (number DESC);
CREATE INDEX mails_of_member ON mails (member_id, number) WHERE member_id IS NOT NULL;
CREATE INDEX mails_of_submission ON mails (submission_id) WHERE submission_id IS NOT NULL;
CREATE INDEX mails_of_address ON mails (email_key, created_at);
CREATE INDEX mails_by_message ON mails (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX mails_by_relay ON mails (relay_id) WHERE relay_id IS NOT NULL;
CREATE INDEX mails_with_body ON mails (created_at) WHERE body IS NOT NULL;

-- One plan per webinar, kind, offset and start; when it is due it makes the mails of its members, chunk by chunk.
CREATE TABLE mail_plans (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    kind text NOT NULL,
    offset_s integer NOT NULL,
    about_at timestamptz NOT NULL,                 -- the start, the finish or the close that it belongs to
    due_at timestamptz NOT NULL,
    after_number bigint NOT NULL DEFAULT 0,        -- the members up to it have their mails
    made integer NOT NULL DEFAULT 0,
    done_at timestamptz,
    outcome text,                                  -- made, or why it never will be
    UNIQUE (webinar_id, kind, offset_s, about_at)
);
CREATE INDEX mail_plans_due ON mail_plans (due_at) WHERE done_at IS NULL;

-- Members whose first mail was asked for by whoever added them.
CREATE TABLE mail_wanted (
    member_id uuid PRIMARY KEY REFERENCES members ON DELETE CASCADE
);

-- Addresses that must not be written to. The hash stays when the address is erased.
CREATE TABLE suppressions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    address_hash bytea NOT NULL UNIQUE,            -- HMAC-SHA-256 of the email's key
    email text,                                    -- NULL once erased
    reason text NOT NULL,                          -- hard_bounce, complaint, refused
    detail text,
    mail_id uuid,
    at timestamptz NOT NULL
);

-- What a person does not want: a purpose, or everything that is not operational.
CREATE TABLE mail_opt_outs (
    person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
    purpose text NOT NULL,                         -- follow_up, campaign
    at timestamptz NOT NULL,
    PRIMARY KEY (person_id, purpose)
);
CREATE TABLE mail_opt_out_tokens (
    hash bytea PRIMARY KEY,                        -- SHA-256 of what stands in /u/; it never expires
    person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
    webinar_id uuid REFERENCES webinars ON DELETE SET NULL,
    mail_id uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX mail_opt_out_tokens_of_person ON mail_opt_out_tokens (person_id);

-- Why nothing is sent at the moment; one row.
CREATE TABLE mail_queue (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    stopped_until timestamptz,
    stopped_reason text,
    refused_running integer NOT NULL DEFAULT 0     -- recipients refused one after the other
);
INSERT INTO mail_queue DEFAULT VALUES;

-- Webinars whose times were changed and whose people have not been told yet; the times that they know.
CREATE TABLE mail_moves (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    moved_at timestamptz NOT NULL                  -- of the last change
);
