"""The events that Latecomer publishes."""
