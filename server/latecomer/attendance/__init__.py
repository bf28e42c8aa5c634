"""Attendance as vendors report it, row by row."""
