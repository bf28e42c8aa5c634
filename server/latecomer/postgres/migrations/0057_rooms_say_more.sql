-- Who saved a version of a rundown, and whether viewers see how many they are.

ALTER TABLE rundowns ADD COLUMN saved_by text;     -- the name of a key, session, host or presenter; NULL: by itself
ALTER TABLE webinars ADD COLUMN show_viewers boolean NOT NULL DEFAULT false;
