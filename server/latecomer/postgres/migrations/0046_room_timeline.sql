-- Answers and uses get a number, which orders those of one instant on a member's timeline.

ALTER TABLE poll_answers ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE overlay_uses ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
