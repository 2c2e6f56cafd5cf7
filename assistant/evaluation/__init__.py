"""How good the answers are: suites of questions, what a right answer must hold, measures."""
