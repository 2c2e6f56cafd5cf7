"""The command line and the web: they translate, and never decide."""
