"""The rules of automated webinars: what is on air when, and how a rundown may change."""
