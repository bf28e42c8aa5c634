"""The console: the room as its hosts see and run it."""
