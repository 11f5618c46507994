"""Flask: translates between HTTP and the use cases. No SQL, no rule, no cryptography."""
