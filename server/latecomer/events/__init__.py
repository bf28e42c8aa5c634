"""What Latecomer publishes to the world."""
