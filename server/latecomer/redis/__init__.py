"""Redis: client, cluster, functions, keys, pub/sub."""
