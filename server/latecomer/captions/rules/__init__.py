"""What captions may contain."""
