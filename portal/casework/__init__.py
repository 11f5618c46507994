"""The use cases: one verb a function, over one unit of work. No HTTP, no words, no sending."""
