"""Archives of poverty-prevention monitoring: the command line and what ties the rooms together."""

__version__ = "0.1.0"
