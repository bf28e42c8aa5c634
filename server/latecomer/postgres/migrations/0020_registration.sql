-- The registration pages of webinars, and every form that was sent.

CREATE TABLE registration_forms (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    settings jsonb NOT NULL,                       -- registration_form/rules/settings.py
    saved_at timestamptz NOT NULL
);

-- An old slug keeps leading to its webinar, and is never another's.
CREATE TABLE registration_slugs (
    slug text PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE
);
CREATE INDEX registration_slugs_of_webinar ON registration_slugs (webinar_id);

CREATE TABLE submissions (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,    -- the order of receipt
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    once_key bytea NOT NULL,                       -- what makes it one: nonce and address, or the content and its time
    content_key bytea,                             -- set where there was no nonce
    email text,                                    -- as written; NULL once erased
    email_key text,
    contact jsonb NOT NULL DEFAULT '{}',           -- the contact fields as typed
    answers jsonb NOT NULL DEFAULT '[]',
    consents jsonb NOT NULL DEFAULT '[]',
    source jsonb NOT NULL DEFAULT '{}',
    language text NOT NULL,
    timezone text,
    received_at timestamptz NOT NULL,
    confirm_address boolean NOT NULL,              -- the address has to be shown to be theirs first
    proved_at timestamptz,                         -- since when it is
    applied_at timestamptz,                        -- since when it is worked off
    outcome text,                                  -- registration_form/rules/outcome.py
    member_id uuid REFERENCES members ON DELETE SET NULL,
    UNIQUE (webinar_id, once_key)
);
CREATE INDEX submissions_due ON submissions (webinar_id, number)
 WHERE applied_at IS NULL AND (NOT confirm_address OR proved_at IS NOT NULL);
CREATE INDEX submissions_unasked ON submissions (number) WHERE outcome IS NULL;
CREATE INDEX submissions_page ON submissions (webinar_id, number DESC);
CREATE INDEX submissions_of_address ON submissions (email_key, webinar_id);
CREATE INDEX submissions_of_member ON submissions (member_id, number) WHERE member_id IS NOT NULL;
CREATE INDEX submissions_same_content ON submissions (webinar_id, content_key, received_at)
 WHERE content_key IS NOT NULL;
CREATE INDEX submissions_by_age ON submissions (received_at) WHERE member_id IS NULL;

-- Approvals and rejections, applied when their time has come and taken back until then.
CREATE TABLE registration_decisions (
    id uuid PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    decision text NOT NULL,                        -- approve, reject
    reason text,
    member_ids uuid[] NOT NULL,                    -- in the order in which seats are given
    decided_at timestamptz NOT NULL,
    apply_at timestamptz NOT NULL,
    applied_at timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX registration_decisions_due ON registration_decisions (apply_at)
 WHERE applied_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX registration_decisions_of_webinar ON registration_decisions (webinar_id, decided_at DESC);

-- Addresses to which mails caused by forms rest, since their owner did not register.
CREATE TABLE form_rests (
    email_key text PRIMARY KEY,
    until timestamptz NOT NULL
);
