-- Corrections: an operator's or an import's fact, a whole import and a finish may be retracted. What is retracted stays
-- as a row and counts as never said.

CREATE TABLE imports (
    id uuid PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    at timestamptz NOT NULL,
    imported_by text NOT NULL,
    created integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0
);
CREATE INDEX imports_of_webinar ON imports (webinar_id, at DESC, id DESC);

CREATE TABLE retractions (
    id uuid PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    fact_id bigint UNIQUE REFERENCES facts ON DELETE CASCADE,
    import_id uuid UNIQUE REFERENCES imports ON DELETE CASCADE,
    finish_id bigint UNIQUE REFERENCES finishes ON DELETE CASCADE,
    at timestamptz NOT NULL,
    retracted_by text NOT NULL,
    reason text,                                   -- NULL once the person is erased
    watchers boolean NOT NULL DEFAULT false,       -- of an import: also those who watched since
    end_kept boolean NOT NULL DEFAULT false,       -- of a finish: something was played since, so the end stays
    members integer NOT NULL DEFAULT 0,
    settled integer NOT NULL DEFAULT 0,
    settled_to uuid,                               -- members up to this id are settled
    done_at timestamptz,
    CHECK (num_nonnulls(fact_id, import_id, finish_id) = 1)
);
CREATE INDEX retractions_of_webinar ON retractions (webinar_id);
CREATE INDEX retractions_open ON retractions (at) WHERE done_at IS NULL;

-- wish_id: what asked for this fact, an import or one call; what came of the wish carries it, too. A retracted fact
-- gives up its key, so that the same may be said again.
ALTER TABLE facts ADD COLUMN wish_id uuid, ADD COLUMN retraction_id uuid;
CREATE INDEX facts_of_wish ON facts (wish_id, member_id) WHERE wish_id IS NOT NULL;
ALTER TABLE enrolments ADD COLUMN wish_id uuid;
CREATE INDEX enrolments_of_wish ON enrolments (wish_id) WHERE wish_id IS NOT NULL;

-- planned_ends_at: the end that this finish moved; NULL where it moved none.
ALTER TABLE finishes ADD COLUMN retraction_id uuid, ADD COLUMN planned_ends_at timestamptz;
