"""Connections: created, changed, bound to webinars; their secrets."""
