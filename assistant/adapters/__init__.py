"""The only files that import a vendor, one vendor a file; each is imported where it is needed, never at the top."""
