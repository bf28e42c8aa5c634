"""The rules of the media library: accepted files, their conversion, and who may fetch them when."""
