"""Captions: what is said in a recording, as text in several languages."""
