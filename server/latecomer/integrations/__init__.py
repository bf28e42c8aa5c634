"""Connections to other systems, and everything that comes in or goes out through them."""
