-- What kind of overlay was used, as filters ask: a handout is a download, the rest a click.
ALTER TABLE overlay_uses ADD COLUMN kind text;     -- NULL: of a version that did not write it, or a deleted item
UPDATE overlay_uses u SET kind = i.kind
  FROM (SELECT DISTINCT ON (r.webinar_id, item ->> 'id') r.webinar_id, item ->> 'id' AS id, item ->> 'kind' AS kind
          FROM rundowns r, jsonb_array_elements(r.items) item ORDER BY r.webinar_id, item ->> 'id', r.version DESC) i
 WHERE i.webinar_id = u.webinar_id AND i.id = u.item_id;
