"""API keys, sign-in codes and sessions."""
