-- Attendance that moved times put outside the event goes by a retraction that names no fact, import or finish.

ALTER TABLE retractions
    DROP CONSTRAINT retractions_check,
    ADD CONSTRAINT retractions_of_one CHECK (num_nonnulls(fact_id, import_id, finish_id) <= 1);
