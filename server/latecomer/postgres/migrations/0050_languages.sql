-- Languages of webinars and of persons, as tags (RFC 5646); without one, the reader's browser decides.

ALTER TABLE webinars ADD COLUMN language text CHECK (language <> '');
ALTER TABLE persons ADD COLUMN language text CHECK (language <> '');
