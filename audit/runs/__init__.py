"""One run and those before it: what a finding is known by, and what became of it."""
