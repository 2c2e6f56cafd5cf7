"""Measures search on public question sets and makes its weights; reads the sets where they lie, never copies them."""
