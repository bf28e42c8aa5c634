"""Checks of recordings: whether the file behind a recording's address can be played, and how long it is."""
