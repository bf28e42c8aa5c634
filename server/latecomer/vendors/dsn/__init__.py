"""Delivery status notifications of a mail server of one's own."""
