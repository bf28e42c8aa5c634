-- What was heard of a mail after the relay had taken it: the first hard bounce or complaint, else the last soft one.

ALTER TABLE mails ADD COLUMN bounced_as text, ADD COLUMN bounced_at timestamptz, ADD COLUMN bounce_detail text;
