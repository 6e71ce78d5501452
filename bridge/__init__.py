"""Effects: files, servers and the command line, over the pure converters."""
