"""The join link: its page, its click, its calendar file."""
