"""Settings, addresses, the command line, the sample city: the only place that knows all rooms."""
