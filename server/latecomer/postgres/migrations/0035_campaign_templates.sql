-- Texts of a campaign's mails that its steps name: the same mail in several languages.

CREATE TABLE campaign_templates (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    name text NOT NULL,
    language text NOT NULL,                        -- '': for readers of every other language
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, name, language)
);
