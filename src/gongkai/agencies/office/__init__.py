"""The back office's screens of authorities, of people, and of the ledger."""
