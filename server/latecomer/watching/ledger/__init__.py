"""The ledger of watch time in Redis."""
