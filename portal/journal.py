"""A process's own memory beside the database: what a writer in the database, or a restored backup, cannot take back.

One JSON object a line, added and never changed; ids of cases and notices, hashes and days, nothing of a person. It
holds the newest head of each case that was seen, and since when it is the newest; stops, holds, locks, revoked links,
new codes, endings that were asked for or undone, and erasures; and which notices were handed over. Who refuses what by
it is decided elsewhere.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import RLock
from typing import BinaryIO

from portal.domain.errors import Unavailable
from portal.domain.safe_contact import LONGEST_WAIT
from portal.journal_file import (
    ANEW,
    HEADS_FORGOTTEN,
    STAYED,
    Lines,
    as_bytes,
    head_line,
    hold_alone,
    identify,
    left_line,
    noted_line,
    quiet_line,
    replace_file,
)
from portal.vault.certificates import Head
from portal.vault.randomness import random_id

STOP, HELD, LOCKED, LINKS_REVOKED, ERASED = "stop", "held", "locked", "links_revoked", "erased"
NEW_KEYS = "new_keys"
WITHDRAWN, ERASE_ASKED, UNDONE = "withdrawn", "erase_asked", "undone"
OF_CASES = frozenset({STOP, HELD, LOCKED, LINKS_REVOKED, ERASED, NEW_KEYS, WITHDRAWN, ERASE_ASKED, UNDONE})
_UNDOABLE = (WITHDRAWN, ERASE_ASKED)
LONG = 2000  # lines; a longer file is written anew when at most a quarter of it still counts
# Safety: what left is known for longer than any notice may be sent, whatever the card says, and clocks may differ
KEEP_LEFT = LONGEST_WAIT + timedelta(days=7)


class JournalFault(Exception):
    """A line in the middle of a journal cannot be read: somebody changed the file, and an operator must look."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that happened to a case, of OF_CASES, and the newest day of it."""

    what: str
    case_id: str
    on: date


def find_journal_file(data_dir: Path, role: str) -> Path:
    """Return where the process of a role keeps its journal."""
    return data_dir / "journal" / f"{role}.jsonl"


@dataclass(frozen=True, slots=True)
class Quiet:
    """The end of a case's entries, and the day on which it was first seen: since then nothing was added."""

    head: Head
    on: date


class Journal:
    """Append and find; safe between threads, and between the processes of one machine that share the file."""

    def __init__(self, path: Path) -> None:
        """Load the journal, made when missing. Raises JournalFault when it was damaged other than at its end."""
        self._path = path
        self._guard = RLock()
        self._heads: dict[str, Head] = {}
        self._noted: dict[tuple[str, str], date] = {}
        self._quiet: dict[str, Quiet] = {}
        self._left: dict[str, tuple[date, int]] = {}  # in the order in which they left: newest day, how often
        self._seen: tuple[int, ...] = ()
        self._first_line, self._read_to, self._lines = b"", 0, 0
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with hold_alone(self._path):
            if not path.exists():
                replace_file(self._path, [])
            self._refresh()
            self._compact()

    def note_heads(self, heads: Mapping[str, Head]) -> None:
        """Note the signed heads that cases had, with one write; one older than the noted is not noted."""
        with self._guard:
            newer = {case_id: head for case_id, head in heads.items() if self._is_newer(case_id, head)}
            self._append([head_line(case_id, head) for case_id, head in newer.items()])

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
        self._append([{"what": HEADS_FORGOTTEN}])

    def note_quiet(self, quiet: Mapping[str, Quiet]) -> None:
        """Note of several cases, with one write, how their entries end and since when."""
        self._append([quiet_line(case_id, each.head, each.on) for case_id, each in quiet.items()])

    def find_quiet(self, case_id: str) -> Quiet | None:
        """Return since when nothing was added to a case, as far as was noted."""
        with self._guard:
            self._refresh()
            return self._quiet.get(case_id)

    def list_quiet(self) -> dict[str, Quiet]:
        """Return since when nothing was added to each case, as far as was noted."""
        with self._guard:
            self._refresh()
            return dict(self._quiet)

    def note(self, what: str, case_id: str, on: date) -> None:
        """Note one of OF_CASES; it is on the disk when this returns. The same or an older one again is not written."""
        if what not in OF_CASES:
            raise ValueError("no such thing is noted")
        with self._guard:
            self._refresh()
            takes_back = what == UNDONE and any((each, case_id) in self._noted for each in _UNDOABLE)
            if takes_back or self._noted.get((what, case_id), date.min) < on:
                self._append([noted_line(what, case_id, on)])

    def find_noted(self, what: str, case_id: str) -> date | None:
        """Return the newest day on which something of OF_CASES was noted of a case."""
        with self._guard:
            self._refresh()
            return self._noted.get((what, case_id))

    def note_leaving(self, notice_id: str, on: date) -> bool:
        """Note that a notice is about to leave, on the disk when this returns; False when it was noted before.

        Of all who share the file one gets True, once, unless it is noted that the notice surely stayed.
        """
        with self._guard, self._writing() as journal:
            is_first = notice_id not in self._left
            if is_first:
                self._write(journal, [left_line(notice_id, on)])
        return is_first

    def note_stayed(self, notice_id: str) -> None:
        """Note that a notice surely did not leave, so that it may be tried again."""
        self._append([{"what": STAYED, "notice": notice_id}])

    def has_left(self, notice_id: str) -> bool:
        """Say whether a notice was handed over, as far as is known; forgotten after KEEP_LEFT."""
        with self._guard:
            self._refresh()
            return notice_id in self._left

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
        if added:
            with self._guard, self._writing() as journal:
                self._write(journal, added)

    @contextmanager
    def _writing(self) -> Iterator[BinaryIO]:
        """Open the journal for adding lines, alone, with everything read that others have added."""
        try:
            with hold_alone(self._path):
                self._refresh()
                with self._path.open("r+b") as journal:
                    yield journal
                self._refresh()
                with suppress(OSError):  # what was to be noted is noted
                    self._compact()
        except OSError as error:
            raise Unavailable("the journal cannot be written") from error

    def _write(self, journal: BinaryIO, added: Lines) -> None:
        journal.truncate(self._read_to)  # a line that a power cut tore was never acknowledged
        journal.seek(self._read_to)
        journal.write(as_bytes(added))
        journal.flush()
        os.fsync(journal.fileno())

    def _refresh(self) -> None:
        """Read what other processes have added, everything when the file was written anew."""
        try:
            whole = self._read_added()
        except OSError as error:
            raise Unavailable("the journal cannot be read") from error
        try:
            for line in whole.splitlines():
                self._take(line)
        except JournalFault:
            self._seen = ()  # Safety: what cannot be read is not passed over the next time either
            raise
        self._read_to += len(whole)

    def _read_added(self) -> bytes:
        if identify(self._path.stat()) == self._seen:
            return b""
        with self._path.open("rb") as journal:
            found = os.fstat(journal.fileno())
            first_line = journal.readline()
            is_another = self._first_line != first_line and self._read_to > 0
            if is_another or found.st_size < self._read_to:
                self._read_to, self._lines = 0, 0
                self._heads, self._quiet, self._noted, self._left = {}, {}, {}, {}
            journal.seek(self._read_to)
            whole, end, _ = journal.read().rpartition(b"\n")
        self._seen, self._first_line = identify(found), first_line
        return whole + end

    def _take(self, line: bytes) -> None:
        self._lines += 1
        try:
            said = json.loads(line)
            match said["what"]:
                case "head":
                    self._take_head(said["case"], Head(said["sequence"], bytes.fromhex(said["row_hash"])))
                case "quiet":
                    head = Head(said["sequence"], bytes.fromhex(said["row_hash"]))
                    self._quiet[said["case"]] = Quiet(head, date.fromisoformat(said["on"]))
                case "heads_forgotten":
                    self._heads, self._quiet = {}, {}
                case "left":
                    self._take_left(said["notice"], date.fromisoformat(said["on"]), 1)
                case "stayed":
                    self._take_left(said["notice"], date.min, -1)
                case "anew":
                    pass  # only tells this file from the one before it
                case what:
                    self._take_noted(what, said["case"], date.fromisoformat(said["on"]))
        except (KeyError, TypeError, ValueError) as error:
            raise JournalFault(f"line {self._lines} of {self._path.name} cannot be read") from error

    def _take_head(self, case_id: str, head: Head) -> None:
        if self._is_newer(case_id, head):
            self._heads[case_id] = head

    def _take_noted(self, what: str, case_id: str, on: date) -> None:
        self._noted[what, case_id] = max(on, self._noted.get((what, case_id), on))
        if what == UNDONE:
            for other in _UNDOABLE:
                self._noted.pop((other, case_id), None)
        if what == ERASED:
            self._heads.pop(case_id, None)
            self._quiet.pop(case_id, None)
            for other in OF_CASES - {ERASED}:
                self._noted.pop((other, case_id), None)

    def _take_left(self, notice_id: str, on: date, by: int) -> None:
        # counted, so that of several machines' journals put together what stayed at one does not hide what left another
        before_on, before = self._left.pop(notice_id, (on, 0))
        if before + by > 0:
            self._left[notice_id] = (max(on, before_on), before + by)
        # older ones are too late to be sent at all
        while on > date.min and (oldest := next(iter(self._left))) != notice_id:
            if self._left[oldest][0] >= on - KEEP_LEFT:
                break
            del self._left[oldest]

    def _compact(self) -> None:
        """Write the file anew with what still counts, when it is long and most of it does not."""
        counts = len(self._heads) + len(self._quiet) + len(self._noted) + len(self._left)
        if self._lines <= LONG or counts * 4 > self._lines:
            return
        lines = [{"what": ANEW, "id": random_id()}]
        lines += [head_line(case_id, head) for case_id, head in self._heads.items()]
        lines += [quiet_line(case_id, each.head, each.on) for case_id, each in self._quiet.items()]
        lines += [noted_line(what, case_id, on) for (what, case_id), on in self._noted.items()]
        lines += [left_line(notice_id, on) for notice_id, (on, count) in self._left.items() for _ in range(count)]
        replace_file(self._path, lines)
        self._refresh()
