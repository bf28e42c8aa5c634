-- Many enter a room at once, and each is sent the private answers to their own lines.

CREATE INDEX chat_lines_by_answered ON chat_lines (reply_to) WHERE reply_to IS NOT NULL;
