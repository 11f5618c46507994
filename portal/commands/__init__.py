"""What each command does with its words: one module a command, one call each. No rule and no SQL."""
