"""Members of a webinar: registration, settlement of statuses, timeline, lists."""
