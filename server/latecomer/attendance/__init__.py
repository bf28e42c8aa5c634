"""What vendors report of presence, row by row."""
