"""The registry: structured data of units, households, meetings and what else papers are made from."""
