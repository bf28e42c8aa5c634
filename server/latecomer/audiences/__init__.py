"""Audiences: filters over members and people, and the segments that are saved of them."""
