"""Overlays in use: answers to polls and surveys, and clicks."""
