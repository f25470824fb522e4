"""What tasks do, a module a kind: `do(doing)` returns what the page needs to know."""
