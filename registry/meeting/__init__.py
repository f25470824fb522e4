"""One meeting as staff tell it: questions, a one-sheet form, pasted lines → rows of a registry."""
