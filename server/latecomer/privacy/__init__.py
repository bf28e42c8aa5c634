"""Erasure and export of what is stored about a person."""
