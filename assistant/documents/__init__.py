"""Files -> documents -> clauses -> passages, as pure functions; health report and injection scan."""
