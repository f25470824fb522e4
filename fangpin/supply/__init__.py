"""What an archive lacks and can have: copies of what lies elsewhere in it, lists made anew, notes; all beside the archive."""
