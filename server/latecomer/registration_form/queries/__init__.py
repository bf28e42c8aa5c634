"""The tables of registration: settings and slugs, submissions, decisions."""
