"""SQL of deliveries."""
