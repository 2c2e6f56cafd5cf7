"""Who may come in, one file a way, and what each may do."""
