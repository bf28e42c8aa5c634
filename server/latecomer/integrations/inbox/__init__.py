"""Webhooks received: verified, stored, applied."""
