"""SQL of attendance."""
