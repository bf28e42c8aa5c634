"""The registration page, and the processing of submitted forms."""
