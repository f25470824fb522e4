"""Registry → documents: plan (what is due for whom) → context (pure) → render → write."""
