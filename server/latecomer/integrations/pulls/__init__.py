"""Pulls: requests for attendance to vendors that can be asked for it."""
