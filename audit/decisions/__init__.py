"""What people decided of an archive (decisions.yaml beside its report), kept from run to run."""
