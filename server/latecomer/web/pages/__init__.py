"""What browsers open: the join link, the dashboard's shell, the built files, recordings, the documents."""
