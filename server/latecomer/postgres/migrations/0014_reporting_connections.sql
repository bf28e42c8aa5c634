-- Whether the vendor of a connection reports who registered and who was there (vendors/*/definition.py).
ALTER TABLE connections ADD COLUMN reports_attendance boolean NOT NULL DEFAULT false;
UPDATE connections SET reports_attendance = true WHERE kind IN ('zoom', 'gotowebinar', 'on24', 'standard_webhooks_in');
