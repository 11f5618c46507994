"""The rules of restorative justice casework: no framework, clock, randomness, files or prose."""
