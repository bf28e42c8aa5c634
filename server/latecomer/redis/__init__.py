"""The way to Redis: client, cluster, functions, keys, pub/sub."""
