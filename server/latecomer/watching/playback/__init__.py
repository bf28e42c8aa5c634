"""The viewer's socket and beacon."""
