-- The identity of an email address, version 2 (core/email_address.py): keys of version 1 are made anew by
-- postgres/email_keys.py at every migrate, since an older process may still write some while a rollout lasts.
ALTER TABLE persons ADD COLUMN key_version smallint NOT NULL DEFAULT 1;
ALTER TABLE persons ADD COLUMN search_key text;  -- name and email, NFC, in lower case; NULL once erased
CREATE INDEX persons_with_old_keys ON persons (created_at, id) WHERE key_version < 2;
