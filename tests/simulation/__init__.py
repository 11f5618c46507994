"""A year of many cases: people, a desk, a re:hub that does as it likes, workers that die. The long one is a bench."""
