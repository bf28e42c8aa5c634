"""Mail: queued in the transaction that causes it, checked again when it is sent, sent once."""
