"""The only SQL: tables, and one module a table family that turns rows into what the rules know."""
