"""What has to be disclosed: lists of items, read from spreadsheets, kept on screen, mapped to columns, watched."""
