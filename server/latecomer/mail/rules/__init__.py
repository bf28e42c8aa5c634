"""The rules of mail; pure."""
