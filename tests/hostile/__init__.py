"""Hostile input over the wire: a walk through the API, and messages that no viewer sends."""
