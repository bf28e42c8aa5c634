"""Rules: what the first bytes of a file and its playlist say. Pure."""
