-- The days of a member rest on what vendors report as well.
ALTER TABLE reported ADD COLUMN counted_version bigint NOT NULL DEFAULT 0;   -- the version that the days rest on
CREATE INDEX reported_uncounted ON reported (member_id) WHERE counted_version < version;
