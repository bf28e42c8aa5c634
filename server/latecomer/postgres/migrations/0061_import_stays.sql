-- Stays in the live room that an import states; with vendors' rows they make up what is reported of a member.

CREATE TABLE import_stays (
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    intervals int8multirange NOT NULL,   -- [from, to) in ms since the epoch
    PRIMARY KEY (member_id, import_id)
);
