"""The room of an automated webinar, as viewers enter it."""
