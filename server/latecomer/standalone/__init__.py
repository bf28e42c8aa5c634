"""`latecomer run`: everything on one machine, engines included."""
