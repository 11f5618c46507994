"""The private page: opened by code or link, says little first, and more with each press."""
