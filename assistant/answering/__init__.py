"""From a question to a checked answer; pipeline.py is the flow, read it first."""
