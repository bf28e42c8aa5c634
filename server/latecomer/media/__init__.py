"""The media library: files as they were uploaded, and what players can show of them."""
