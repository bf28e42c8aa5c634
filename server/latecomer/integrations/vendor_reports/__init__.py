"""Vendors' reports about members: matching, and applying."""
