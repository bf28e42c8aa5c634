-- Files of the media library in S3: which have been moved there, and which are still to be deleted there.

ALTER TABLE assets
    ADD COLUMN in_s3 boolean NOT NULL DEFAULT false,
    ADD COLUMN move_at timestamptz,                 -- the next attempt to move it; NULL: at once
    ADD COLUMN move_tries integer NOT NULL DEFAULT 0;
CREATE INDEX assets_to_move ON assets (created_at) WHERE state = 'ready' AND NOT in_s3;

CREATE TABLE s3_deletions (
    asset_id uuid PRIMARY KEY,
    files text[] NOT NULL,
    delete_at timestamptz NOT NULL,                 -- the next attempt
    tries integer NOT NULL DEFAULT 0,
    holder uuid,
    lease_until timestamptz
);
CREATE INDEX s3_deletions_due ON s3_deletions (delete_at);
