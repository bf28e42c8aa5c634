-- The media library: what was uploaded, and what was made of it.

CREATE TABLE assets (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    state text NOT NULL,                           -- uploading, waiting, converting, ready, failed
    kind text,                                     -- video, audio, image, slides, file; NULL until recognised
    lane text,                                     -- the queue it waits in: film, picture
    format text,                                   -- the container, recognised by content
    bytes bigint NOT NULL,                         -- the announced length: reserved from the creation on
    result_bytes bigint NOT NULL DEFAULT 0,
    progress real NOT NULL DEFAULT 0,              -- of the conversion, 0 to 1
    left_s integer,                                -- how long it will take, once that is known
    failure text,
    duration_ms integer,
    width integer,
    height integer,
    pages integer,
    files text[] NOT NULL DEFAULT '{}',            -- what can be fetched, the main one first
    tries integer NOT NULL DEFAULT 0,
    lease uuid,                                    -- who converts it now
    leased_until timestamptz,
    created_at timestamptz NOT NULL,
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK ((lease IS NULL) = (leased_until IS NULL))
);
CREATE INDEX assets_by_creation ON assets (created_at DESC, id DESC);
CREATE INDEX assets_to_convert ON assets (lane, created_at) WHERE state IN ('waiting', 'converting');
