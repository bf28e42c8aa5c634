"""Rules for the content of captions."""
