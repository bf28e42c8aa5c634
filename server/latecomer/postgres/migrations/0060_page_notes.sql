-- What pages of others with the viewer script do that their host should know, the latest time for each page's origin.

CREATE TABLE page_notes (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    kind text NOT NULL,              -- other_length, origin_not_allowed
    origin text NOT NULL,            -- of the page; at most 20 per webinar and kind
    media_s double precision,        -- other_length: how long what is played is
    at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, kind, origin)
);
