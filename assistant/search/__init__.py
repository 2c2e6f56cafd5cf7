"""Question -> passages: terms, signals, fusion, and how answerable a question looks. Pure but for the ports."""
