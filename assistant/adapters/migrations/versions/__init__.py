"""Revisions in the order of their numbers; each goes up and down with the data that is there."""
