"""Whether an audit is whole, in one word, where a test asks no more than that."""

from portal.store.audit import Audit


def find_broken(audit: Audit) -> int | None:
    """Return the number of the first row that does not fit the one before; None when all do."""
    return tuple(audit.check())[-1].broken
