"""Watching: heartbeats of players become watched time."""
