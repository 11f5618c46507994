"""A process's own memory beside the database: what a writer in the database, or a restored backup, cannot take back.

One JSON object a line, added and never changed; case ids, hashes and days, nothing of a person. It holds the newest
head of each case that was seen, and stops, revoked links and erasures. Who refuses what by it is decided elsewhere.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import RLock
from typing import Any

from portal.domain.errors import Unavailable
from portal.vault.certificates import Head

STOP, LINKS_REVOKED, ERASED = "stop", "links_revoked", "erased"
LONG = 2000  # lines; a longer file is written anew at the start when at most a quarter of it still counts
_HEAD, _HEADS_FORGOTTEN = "head", "heads_forgotten"

Lines = Sequence[Mapping[str, Any]]


class JournalFault(Exception):
    """A line in the middle of a journal cannot be read: somebody changed the file, and an operator must look."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that happened to a case: STOP, LINKS_REVOKED or ERASED, and the newest day of it."""

    what: str
    case_id: str
    on: date


def find_journal_file(data_dir: Path, role: str) -> Path:
    """Return where the process of a role keeps its journal."""
    return data_dir / "journal" / f"{role}.jsonl"


class Journal:
    """Append and find; safe between threads, and between the processes of one machine that share the file."""

    def __init__(self, path: Path) -> None:
        """Load the journal, made when missing. Raises JournalFault when it was damaged other than at its end."""
        self._path = path
        self._guard = RLock()
        self._heads: dict[str, Head] = {}
        self._noted: dict[tuple[str, str], date] = {}
        self._read_to, self._inode, self._lines = 0, 0, 0
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            self._compact()

    def note_head(self, case_id: str, sequence: int, row_hash: bytes) -> None:
        """Note that the case had this signed head; an older one than the noted is not noted."""
        self.note_heads({case_id: Head(sequence, row_hash)})

    def note_heads(self, heads: Mapping[str, Head]) -> None:
        """Note several heads with one write."""
        with self._guard:
            newer = {case_id: head for case_id, head in heads.items() if self._is_newer(case_id, head)}
            self._append([_head_line(case_id, head) for case_id, head in newer.items()])

    def find_head(self, case_id: str) -> Head | None:
        """Return the newest head noted of a case."""
        with self._guard:
            self._refresh()
            return self._heads.get(case_id)

    def list_heads(self) -> dict[str, Head]:
        """Return the newest heads of all cases, as they are now."""
        with self._guard:
            self._refresh()
            return dict(self._heads)

    def forget_heads(self) -> None:
        """Forget every head, once an operator has restored an older database on purpose."""
        self._append([{"what": _HEADS_FORGOTTEN}])

    def note(self, what: str, case_id: str, on: date) -> None:
        """Note STOP, LINKS_REVOKED or ERASED; it is on the disk when this returns. The same again is not written."""
        if what not in {STOP, LINKS_REVOKED, ERASED}:
            raise ValueError("no such thing is noted")
        with self._guard:
            self._refresh()
            if self._noted.get((what, case_id), date.min) < on:
                self._append([_noted_line(what, case_id, on)])

    def list(self, what: str) -> tuple[Noted, ...]:
        """Return what was noted of one kind, one a case, by day."""
        with self._guard:
            self._refresh()
            found = [Noted(what, case_id, on) for (kind, case_id), on in self._noted.items() if kind == what]
        return tuple(sorted(found, key=lambda noted: (noted.on, noted.case_id)))

    def _is_newer(self, case_id: str, head: Head) -> bool:
        seen = self._heads.get(case_id)
        return seen is None or seen.sequence < head.sequence

    def _append(self, added: Lines) -> None:
        if not added:
            return
        try:
            with self._guard, self._alone(), self._path.open("r+b") as journal:
                self._refresh()
                journal.truncate(self._read_to)  # a line that a power cut tore was never acknowledged
                journal.seek(self._read_to)
                journal.write(_as_bytes(added))
                journal.flush()
                os.fsync(journal.fileno())
                self._refresh()
        except OSError as error:
            raise Unavailable("the journal cannot be written") from error

    def _refresh(self) -> None:
        """Read what other processes have added, everything when the file was written anew."""
        try:
            whole, end = self._read_added()
        except OSError as error:
            raise Unavailable("the journal cannot be read") from error
        for line in whole.splitlines():
            self._take(line)
        self._read_to += len(whole) + len(end)

    def _read_added(self) -> tuple[bytes, bytes]:
        found = self._path.stat()
        if (found.st_ino, found.st_size) == (self._inode, self._read_to):
            return b"", b""
        with self._path.open("rb") as journal:
            inode = os.fstat(journal.fileno()).st_ino
            if inode != self._inode or found.st_size < self._read_to:
                self._inode, self._read_to, self._lines = inode, 0, 0
                self._heads, self._noted = {}, {}
            journal.seek(self._read_to)
            whole, end, _ = journal.read().rpartition(b"\n")
        return whole, end

    def _take(self, line: bytes) -> None:
        self._lines += 1
        try:
            said = json.loads(line)
            match said["what"]:
                case "head":
                    self._take_head(said["case"], Head(said["sequence"], bytes.fromhex(said["row_hash"])))
                case "heads_forgotten":
                    self._heads = {}
                case what:
                    self._take_noted(what, said["case"], date.fromisoformat(said["on"]))
        except (KeyError, TypeError, ValueError) as error:
            raise JournalFault(f"line {self._lines} of {self._path.name} cannot be read") from error

    def _take_head(self, case_id: str, head: Head) -> None:
        if self._is_newer(case_id, head):
            self._heads[case_id] = head

    def _take_noted(self, what: str, case_id: str, on: date) -> None:
        self._noted[what, case_id] = max(on, self._noted.get((what, case_id), on))
        if what == ERASED:
            self._heads.pop(case_id, None)

    def _compact(self) -> None:
        if not self._path.exists():
            self._replace([])
        self._refresh()
        lines = [_head_line(case_id, head) for case_id, head in self._heads.items()]
        lines += [_noted_line(what, case_id, on) for (what, case_id), on in self._noted.items()]
        if self._lines > LONG and len(lines) * 4 <= self._lines:
            self._replace(lines)
            self._refresh()

    def _replace(self, lines: Lines) -> None:
        fresh = self._path.with_suffix(".fresh")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as journal:
            journal.write(_as_bytes(lines))
            journal.flush()
            os.fsync(journal.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock file: the journal itself is replaced when it is written anew."""
        with os.fdopen(os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            flock(lock, LOCK_EX)
            yield


def _head_line(case_id: str, head: Head) -> dict[str, Any]:
    return {"what": _HEAD, "case": case_id, "sequence": head.sequence, "row_hash": head.row_hash.hex()}


def _noted_line(what: str, case_id: str, on: date) -> dict[str, Any]:
    return {"what": what, "case": case_id, "on": on.isoformat()}


def _as_bytes(lines: Lines) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)
