"""Events sent to endpoints, retried, and kept as dead letters."""
