-- The scopes people and links: whatever could read until now saw names and join links, and keeps them.
UPDATE api_keys SET scopes = scopes || '{people,links}'::text[] WHERE 'read' = ANY (scopes);
UPDATE sessions SET scopes = scopes || '{people,links}'::text[] WHERE 'read' = ANY (scopes);
UPDATE sign_in_codes SET scopes = scopes || '{people,links}'::text[] WHERE 'read' = ANY (scopes);
