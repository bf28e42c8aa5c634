"""What several vendors' folders use."""
