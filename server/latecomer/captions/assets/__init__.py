"""Captions of files in the media library: they belong to the file, and go with it into every webinar."""
