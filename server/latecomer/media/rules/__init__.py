"""The rules of the media library: which files are taken, how they are converted, who may fetch them when."""
