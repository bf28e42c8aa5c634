-- Captions of a webinar's recording: WebVTT that can be served as it is, one file per language.

CREATE TABLE captions (
    id uuid PRIMARY KEY,                           -- new with each upload: what is served under it never changes
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    language text NOT NULL CHECK (language <> ''), -- a tag (RFC 5646)
    webvtt text NOT NULL,
    cues integer NOT NULL CHECK (cues > 0),
    created_at timestamptz NOT NULL,
    UNIQUE (webinar_id, language)
);
