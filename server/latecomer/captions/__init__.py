"""Captions: the speech of a recording, as text in several languages."""
