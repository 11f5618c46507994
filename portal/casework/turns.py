"""Taking turns at slow hashes: each needs 19 MiB, and a flood of codes must not take all the memory there is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from portal.domain.errors import Unavailable

PATIENCE_SECONDS = 2.0


class Turns:
    """So many at once; twice the cores unless told."""

    def __init__(self, at_once: int = 0, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._free = BoundedSemaphore(at_once or 2 * (os.cpu_count() or 1))
        self._patience_seconds = patience_seconds

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait a little for a turn; Unavailable when none comes free."""
        if not self._free.acquire(timeout=self._patience_seconds):
            raise Unavailable("too many slow hashes at once")
        try:
            yield
        finally:
            self._free.release()
