"""Suites that are made from the corpus: questions at every boundary of the rules, and questions to a changed corpus."""
