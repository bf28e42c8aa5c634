-- Sending what happened before a connection was made or repaired, and what receivers answered.

CREATE TABLE backfills (
    id uuid PRIMARY KEY,
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    at timestamptz NOT NULL,
    from_at timestamptz NOT NULL,
    events integer NOT NULL,
    stopped_at timestamptz
);
CREATE INDEX backfills_of_connection ON backfills (connection_id, at DESC);

ALTER TABLE deliveries ADD COLUMN backfill_id uuid;    -- sent because somebody asked for what had happened before
ALTER TABLE deliveries ADD COLUMN answer jsonb;        -- of the last attempt: {status, headers, body}, the body cut
CREATE INDEX deliveries_live ON deliveries (connection_id, number) WHERE state = 'waiting' AND backfill_id IS NULL;
CREATE INDEX deliveries_backfilled ON deliveries (connection_id, number)
 WHERE state = 'waiting' AND backfill_id IS NOT NULL;
