"""Requests to vendors that can be pulled."""
