"""The back office's screens of reviews and suits. They ask the actions, which decide."""
