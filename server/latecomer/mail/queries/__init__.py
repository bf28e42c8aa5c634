"""The tables of mail: settings and templates, plans, mails, suppressions and opt-outs."""
