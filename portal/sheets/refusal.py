"""A file that cannot be read at all: the reason, and the row when one row is why."""

from portal.domain.sheet_rows import Reason


class Unreadable(Exception):
    """The file, or one row of it, cannot be read; row 0 is the whole file."""

    def __init__(self, reason: Reason, row: int = 0) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.row = row
