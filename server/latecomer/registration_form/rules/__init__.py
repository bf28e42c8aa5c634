"""The rules of registering by a form; pure."""
