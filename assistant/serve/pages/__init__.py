"""Our own pages: /ask, printed answers and the embed's page. Plain HTML under a strict content policy."""
