-- Payments for registrations: one row for each attempt of a person to pay for a seat.

CREATE TABLE payments (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,    -- the order of creation
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    submission_id uuid REFERENCES submissions ON DELETE SET NULL,
    member_id uuid REFERENCES members ON DELETE SET NULL,
    connection_id uuid REFERENCES connections ON DELETE SET NULL,
    amount_minor bigint NOT NULL,                  -- in the smallest unit, as the payment service counts it
    currency text NOT NULL,                        -- ISO 4217, in lower case
    language text NOT NULL,
    state text NOT NULL,                           -- registration_form/payment/rules.py; open and processing hold a seat
    reason text,                                   -- why it is refunded, or was not paid: a code
    created_at timestamptz NOT NULL,
    seat_until timestamptz,                        -- held until then; NULL: as long as the money is under way
    attempt integer NOT NULL DEFAULT 0,            -- how many pages to pay on were asked for
    opened_at timestamptz,                         -- since when the present page is asked for
    expires_at timestamptz,                        -- when the service closes it
    session_id text,                               -- the service's id of the page; NULL until its answer has come
    checkout_url text,
    intent_id text,
    paid_at timestamptz,
    refunded_minor bigint NOT NULL DEFAULT 0,
    refund_asked_at timestamptz,
    refunded_at timestamptz,
    trouble text,                                  -- the code of the service's last refusal
    ask_at timestamptz,                            -- when the service is asked for its state next; NULL: when it tells
    hints integer NOT NULL DEFAULT 0,              -- how often the service told of a change
    attempts integer NOT NULL DEFAULT 0,           -- of asking, in a row, without an answer
    holder uuid,                                   -- the worker that asks
    lease_until timestamptz
);
CREATE INDEX payments_of_webinar ON payments (webinar_id, number DESC);
CREATE INDEX payments_of_submission ON payments (submission_id);
CREATE INDEX payments_of_member ON payments (member_id, number) WHERE member_id IS NOT NULL;
CREATE INDEX payments_of_connection ON payments (connection_id);
CREATE INDEX payments_due ON payments (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX payments_holding ON payments (webinar_id) WHERE state IN ('open', 'processing');
CREATE UNIQUE INDEX payments_one_at_a_time ON payments (submission_id) WHERE state IN ('open', 'processing');
CREATE UNIQUE INDEX payments_of_session ON payments (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX payments_of_intent ON payments (intent_id) WHERE intent_id IS NOT NULL;
