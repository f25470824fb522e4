"""Papers of an archive as archivists file them: volumes with contents, cover and note (GB/T 9705-2008, DA/T 22-2015)."""
