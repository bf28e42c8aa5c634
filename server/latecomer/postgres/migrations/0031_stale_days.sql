-- Members whose watched days rest on times that a webinar no longer has; they are counted again.
ALTER TABLE members ADD COLUMN days_stale boolean NOT NULL DEFAULT false;
CREATE INDEX members_days_stale ON members (id) WHERE days_stale;
