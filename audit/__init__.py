"""Archive → findings: scan, read, place, classify, dossier, rules, report."""
