"""One module a command; its click command is named `command`. fangpin.cli holds the table of them."""
