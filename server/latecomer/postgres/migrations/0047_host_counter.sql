-- Hosts see every line in every state, so each stored line and each change has a number of their own counter.

ALTER TABLE chats ADD COLUMN last_host_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE chat_lines ADD COLUMN host_seq bigint NOT NULL DEFAULT 0;
UPDATE chat_lines SET host_seq = number;
UPDATE chats SET last_host_seq = coalesce((SELECT max(number) FROM chat_lines WHERE chat_lines.webinar_id = chats.webinar_id), 0);
CREATE INDEX chat_lines_by_host_change ON chat_lines (webinar_id, host_seq);
