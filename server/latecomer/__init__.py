"""Latecomer: live, exact watch time for webinar recordings."""

__version__ = "0.1.0"
