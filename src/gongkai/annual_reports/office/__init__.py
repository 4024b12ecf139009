"""The back office's screens of the annual reports. They ask the actions, which decide."""
