-- How far each member who attended live took part: high, moderate, low. Judged with every count of watched days.

ALTER TABLE members ADD COLUMN engagement text;    -- NULL: did not attend live
CREATE INDEX members_engagement ON members (webinar_id, engagement) WHERE engagement IS NOT NULL;
UPDATE members SET days_stale = true WHERE attended_at IS NOT NULL;

-- As in 0033, and the level.
CREATE OR REPLACE FUNCTION note_changed_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF segments_are_kept() THEN
        INSERT INTO audience_changes (person_id, depth)
        SELECT DISTINCT n.person_id, chain_depth() FROM new_rows n JOIN old_rows o ON o.id = n.id
         WHERE (n.status, n.status_at, n.status_reason, n.visitor, n.waiting_since, n.registered_at,
                n.registered_source, n.attended_at, n.viewed_at, n.live_ms, n.on_demand_ms, n.engagement)
               IS DISTINCT FROM
               (o.status, o.status_at, o.status_reason, o.visitor, o.waiting_since, o.registered_at,
                o.registered_source, o.attended_at, o.viewed_at, o.live_ms, o.on_demand_ms, o.engagement);
    END IF;
    RETURN NULL;
END $$;
