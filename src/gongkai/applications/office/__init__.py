"""The desk: the back office's screens of the applications. They ask the actions, which decide."""
