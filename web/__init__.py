"""A page on this computer alone that does the whole work without a command line; it calls what the commands call."""
