-- A proof of work pays for one submission: it is stored with that submission, and an id that is already there pays nothing.

ALTER TABLE submissions ADD COLUMN proof bytea;  -- 16 bytes, the challenge's id; NULL: nothing had to be paid

CREATE UNIQUE INDEX submissions_proof ON submissions (proof) WHERE proof IS NOT NULL;
