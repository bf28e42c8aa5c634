"""Paid entry: seats held while people pay, and what becomes of their money."""
