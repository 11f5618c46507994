"""The tests: one folder a part of the portal, and the contracts between them."""
