"""Amazon SES, by SNS."""
