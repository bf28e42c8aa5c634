"""Registration of members at a webinar's provider."""
