-- The feed of a webinar shows what vendors brought about.
CREATE INDEX vendor_events_of_webinar ON status_events (webinar_id, id DESC) WHERE source = 'vendor';
