"""What cannot be avoided, measured alone: one slow hash, and one commit of so many bytes on the same disk."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from portal.vault.access_codes import AccessCode, Peppers, derive_root

PEPPERS = Peppers(b"1" * 32, b"2" * 32, b"3" * 32)
CODE = AccessCode("0" * 20)


class Database:
    """A database of its own with the portal's settings, written to by nobody else."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "alone.db", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")

    def time_commit(self, sizes: Sequence[int]) -> float:
        """Write rows of these sizes in one transaction; return the seconds."""
        rows = [(os.urandom(size),) for size in sizes]
        started_at = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO row (body) VALUES (?)", rows)
        self._connection.execute("COMMIT")
        return time.perf_counter() - started_at

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def time_slow_hash() -> float:
    """Run Argon2id over a code as sending does; return the seconds."""
    started_at = time.perf_counter()
    derive_root(CODE, PEPPERS)
    return time.perf_counter() - started_at
