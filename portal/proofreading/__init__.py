"""Reads the site's words as a strict editor would. For `portal content check` and the tests; no page needs it."""
