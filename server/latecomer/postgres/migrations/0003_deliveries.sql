-- What goes out: events spread over connections, the lanes that carry them, and what was watched day by day.

ALTER TABLE outbox ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;   -- the order in which they go out
ALTER TABLE outbox ADD COLUMN spread_at timestamptz;   -- since when every connection that wants it has its delivery
UPDATE outbox SET spread_at = at;                      -- there was no connection to want what is here already
CREATE INDEX outbox_unspread ON outbox (number) WHERE spread_at IS NULL;

CREATE TABLE deliveries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    event_id uuid NOT NULL REFERENCES outbox ON DELETE CASCADE,
    number bigint NOT NULL,                        -- the event's
    state text NOT NULL DEFAULT 'waiting',         -- waiting, delivered, dead
    again boolean NOT NULL DEFAULT false,          -- it was attempted before, or a person asked for it
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,                   -- not before
    attempted_at timestamptz,
    code text,                                     -- what the last attempt came to
    message text,                                  -- the same for people
    UNIQUE (connection_id, number)
);
CREATE INDEX deliveries_waiting ON deliveries (connection_id, number) WHERE state = 'waiting';
CREATE INDEX deliveries_first ON deliveries (connection_id, number) WHERE state = 'waiting' AND NOT again;
CREATE INDEX deliveries_again ON deliveries (connection_id, due_at) WHERE state = 'waiting' AND again;
CREATE INDEX deliveries_dead ON deliveries (connection_id, number) WHERE state = 'dead';
CREATE INDEX deliveries_of_event ON deliveries (event_id);

-- A lane carries the first attempts of a connection in order, or its retries; one worker holds it at a time.
CREATE TABLE delivery_lanes (
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    again boolean NOT NULL,
    holder uuid,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    held_until timestamptz NOT NULL DEFAULT '-infinity',   -- the receiver wants to be left alone until then
    PRIMARY KEY (connection_id, again)
);

-- Totals of one member, mode and local day. What is told of them is told when they have not grown for a while.
ALTER TABLE ledger_copies ADD COLUMN counted_version bigint NOT NULL DEFAULT -1;   -- the version that the days rest on
CREATE INDEX ledger_copies_uncounted ON ledger_copies (member_id) WHERE counted_version < version;
CREATE TABLE watched_days (
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    mode text NOT NULL,                            -- live, on_demand
    day date NOT NULL,                             -- in the webinar's time zone
    watched_ms bigint NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    version bigint NOT NULL,                       -- of the copy it was counted from
    grown_at timestamptz NOT NULL,
    told_ms bigint NOT NULL DEFAULT 0,             -- the total that the last event told of
    revision integer NOT NULL DEFAULT 0,           -- of that event; 0: none yet
    PRIMARY KEY (member_id, mode, day)
);
CREATE INDEX watched_days_untold ON watched_days (grown_at) WHERE watched_ms <> told_ms;
