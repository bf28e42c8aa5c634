"""Webinars: created, changed, finished, deleted."""
