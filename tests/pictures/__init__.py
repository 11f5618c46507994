"""The README's pictures: `python3 -m tests.pictures` takes them anew from a portal that runs."""
