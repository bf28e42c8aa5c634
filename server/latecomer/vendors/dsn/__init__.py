"""Delivery status notifications, which a mail server of one's own forwards."""
