"""A journal's file: its lines as JSON, on the disk once they are written, replaced whole, held by one at a time.

What the lines mean is in journal.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

from portal.vault.certificates import Head

HEAD, QUIET, HEADS_FORGOTTEN = "head", "quiet", "heads_forgotten"
LEFT, STAYED, ANEW = "left", "stayed", "anew"
Lines = Sequence[Mapping[str, Any]]


def head_line(case_id: str, head: Head) -> dict[str, Any]:
    """Return the line of a case's newest head."""
    return {"what": HEAD, "case": case_id, "sequence": head.sequence, "row_hash": head.row_hash.hex()}


def quiet_line(case_id: str, head: Head, on: date) -> dict[str, Any]:
    """Return the line that says since when a head is the newest."""
    return {**head_line(case_id, head), "what": QUIET, "on": on.isoformat()}


def noted_line(what: str, case_id: str, on: date) -> dict[str, Any]:
    """Return the line of something that happened to a case."""
    return {"what": what, "case": case_id, "on": on.isoformat()}


def left_line(notice_id: str, on: date) -> dict[str, Any]:
    """Return the line of a notice that leaves."""
    return {"what": LEFT, "notice": notice_id, "on": on.isoformat()}


def as_bytes(lines: Lines) -> bytes:
    """Return lines as they stand in the file."""
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def identify(found: os.stat_result) -> tuple[int, ...]:
    """Return what is another once the file was written to."""
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def replace_file(path: Path, lines: Lines) -> None:
    """Write the file anew; it is on the disk, whole, when this returns."""
    fresh = path.with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as journal:
        journal.write(as_bytes(lines))
        journal.flush()
        os.fsync(journal.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def hold_alone(path: Path) -> Iterator[None]:
    """Hold the lock file: the journal itself is replaced when it is written anew."""
    with os.fdopen(os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)) as lock:
        flock(lock, LOCK_EX)
        yield
