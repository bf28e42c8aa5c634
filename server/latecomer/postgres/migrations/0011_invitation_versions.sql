-- What has grown with every time, name, cancellation and reinstatement of a webinar: a part of the SEQUENCE of its events
-- in calendars. It begins above what was sent before.
ALTER TABLE webinars ADD COLUMN invitation_version int NOT NULL DEFAULT 1;
UPDATE webinars SET invitation_version = version;
