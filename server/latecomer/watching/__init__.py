"""From heartbeats to watch time."""
