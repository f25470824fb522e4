"""Drafting a registry from the papers of an archive: what they say of each cell, which word is taken, what others say."""
