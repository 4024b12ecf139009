"""The back-office screens of publishing."""
