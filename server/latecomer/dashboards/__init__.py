"""The live dashboard: its numbers, its feed and its socket."""
