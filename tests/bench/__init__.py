"""Measures, not tests: `python3 -m tests.bench`."""
