"""Measures: pure functions of about ten lines, each with a test worked out by hand. 0 is worst and 1 is best, but for
`contradicted` and `over_refused`, which count faults."""
