-- The room of a webinar: its chat, the answers to its polls, and what members did with overlays.

CREATE TABLE chats (
    webinar_id uuid PRIMARY KEY REFERENCES webinars ON DELETE CASCADE,
    mode text NOT NULL DEFAULT 'none',             -- none, moderated, answer_later, open
    slow_s integer NOT NULL DEFAULT 0,             -- the least time between two lines of one member
    words text[] NOT NULL DEFAULT '{}',            -- a line with one of them is held
    last_seq bigint NOT NULL DEFAULT 0,            -- the room's counter of changes
    version bigint NOT NULL DEFAULT 0              -- grows with mode, slow_s and bans
);

CREATE TABLE chat_lines (
    id uuid PRIMARY KEY,
    webinar_id uuid NOT NULL REFERENCES chats ON DELETE CASCADE,
    number bigint GENERATED ALWAYS AS IDENTITY,    -- the order of storing
    member_id uuid REFERENCES members ON DELETE CASCADE,  -- NULL: a host's line
    client_id text NOT NULL,                       -- the writer's own id of the line
    name text NOT NULL,                            -- as the room shows it; empty once erased
    role text,                                     -- host, presenter; NULL for a member
    line text NOT NULL,                            -- empty once erased
    is_question boolean NOT NULL DEFAULT false,
    mode text NOT NULL,                            -- the chat's mode when it was written
    state text NOT NULL,                           -- held, visible, rejected, deleted
    reply_to uuid REFERENCES chat_lines ON DELETE CASCADE,
    is_private boolean NOT NULL DEFAULT false,     -- an answer that only the asker sees
    shown_seq bigint,                              -- when it became visible; NULL: it never was
    seq bigint,                                    -- of its last change that somebody else may see
    at timestamptz NOT NULL,
    programme_ms bigint NOT NULL
);
CREATE UNIQUE INDEX chat_lines_of_member ON chat_lines (webinar_id, member_id, client_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX chat_lines_of_host ON chat_lines (webinar_id, client_id) WHERE member_id IS NULL;
CREATE INDEX chat_lines_by_change ON chat_lines (webinar_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX chat_lines_by_number ON chat_lines (webinar_id, number);
CREATE INDEX chat_lines_by_member ON chat_lines (member_id, number);

CREATE TABLE chat_bans (
    webinar_id uuid NOT NULL REFERENCES chats ON DELETE CASCADE,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    banned_at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, member_id)
);

CREATE TABLE poll_answers (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    item_id text NOT NULL,
    question_id text NOT NULL,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    mode text NOT NULL,                            -- live, replay
    value jsonb NOT NULL,                          -- null for an erased text
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, item_id, question_id, mode, member_id)
);
CREATE INDEX poll_answers_of_member ON poll_answers (member_id);

CREATE TABLE overlay_uses (
    webinar_id uuid NOT NULL REFERENCES webinars ON DELETE CASCADE,
    item_id text NOT NULL,
    use text NOT NULL,                             -- seen, clicked, closed
    mode text NOT NULL,                            -- live, replay
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (webinar_id, item_id, use, mode, member_id)
);
CREATE INDEX overlay_uses_of_member ON overlay_uses (member_id);
