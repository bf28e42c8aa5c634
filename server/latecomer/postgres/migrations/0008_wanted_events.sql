-- Which types of events a connection wants to hear of.

ALTER TABLE connections ADD COLUMN events text[];      -- NULL: all that its kind understands
