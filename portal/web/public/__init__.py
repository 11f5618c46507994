"""Pages that only read, ways out, and addresses for machines."""
