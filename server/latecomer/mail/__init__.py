"""Mail: queued in the transaction that causes it, judged again when it is sent, sent once."""
