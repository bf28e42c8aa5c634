-- An undone import may erase the persons whom only imports made; and one member's attendance may be corrected.

-- erase_persons: asked for; erased: how many persons were handed to the erasure.
-- member_id: of a correction of one member, whose attendance is of another event.
ALTER TABLE retractions
    ADD COLUMN erase_persons boolean NOT NULL DEFAULT false,
    ADD COLUMN erased integer NOT NULL DEFAULT 0,
    ADD COLUMN member_id uuid REFERENCES members ON DELETE CASCADE;
CREATE INDEX retractions_of_member ON retractions (member_id) WHERE member_id IS NOT NULL;

-- Persons who wait for their erasure. Whoever has done something since, or was stated anew, is left out then.
CREATE TABLE erasures_due (
    person_id uuid PRIMARY KEY REFERENCES persons ON DELETE CASCADE,
    asked_at timestamptz NOT NULL
);
CREATE INDEX erasures_in_order ON erasures_due (asked_at, person_id);
