"""Rules: pure decisions, without clock, I/O or randomness."""
