"""Finished files on their way to S3, and deleted files that are still there."""
