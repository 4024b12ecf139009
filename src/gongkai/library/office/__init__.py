"""The library's screens in the back office."""
