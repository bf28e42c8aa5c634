-- A webinar that does not take place, and members who told us that they cannot come.

ALTER TABLE webinars ADD COLUMN cancelled_at timestamptz;
ALTER TABLE webinars ADD COLUMN cancel_reason text;
