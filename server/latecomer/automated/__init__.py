"""Automated webinars: a rundown that plays by itself, the room around it, chat, polls and calls to action."""
