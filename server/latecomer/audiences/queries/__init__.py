"""Segments and their rows, as PostgreSQL keeps and finds them."""
