"""The registration page and what follows a form that was sent."""
