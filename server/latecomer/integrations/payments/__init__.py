"""Connections to payment services."""
