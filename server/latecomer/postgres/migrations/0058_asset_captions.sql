-- Captions of files in the media library, one per language, and files that are fetched from an address.

CREATE TABLE asset_captions (
    asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
    language text NOT NULL CHECK (language <> ''), -- a tag (RFC 5646)
    webvtt text NOT NULL,
    cues integer NOT NULL CHECK (cues > 0),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (asset_id, language)
);

ALTER TABLE assets
    ADD COLUMN source_url text,        -- a worker fetches the file from there; NULL: it is uploaded
    ADD COLUMN fetch_at timestamptz;   -- the next attempt; NULL once the file has arrived, or without an address
CREATE INDEX assets_to_fetch ON assets (fetch_at) WHERE fetch_at IS NOT NULL;
