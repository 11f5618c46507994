"""Taking in re:hub's spreadsheet: all rows or none, each row once, whichever file it comes in.

The service signs what it takes in, so it is for its own cases only. Looking beforehand is the same work, taken back at
the end, so that what is shown is what will happen. Reading the file is for portal/sheets.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.casework.believed import believe_case
from portal.casework.desk_case import check_reads
from portal.casework.notify import notify_as_service
from portal.casework.rehub_sources import Way
from portal.casework.sign_in import SignedIn
from portal.casework.take_updates import Hand, Outcome, RehubUpdate, take_in
from portal.casework.work import DeskSide
from portal.domain.case import Case, EntryKind
from portal.domain.errors import AlreadyDone, Forged, NotAllowed
from portal.domain.sheet_rows import Column, Fault, Reason, SheetRow
from portal.domain.updates import DayFault, find_day_fault
from portal.sheets.tables import Sheet
from portal.store.work import Work
from portal.vault.digests import keyed_digest
from portal.vault.identities import Identity

_BELIEVED_BY = frozenset({EntryKind.UPDATE, EntryKind.DESK_NOTE})
_OF_EXPECTED = frozenset({DayFault.BEFORE, DayFault.FAR})


@dataclass(frozen=True, slots=True)
class Importer:
    """Who takes a spreadsheet in: a staff member for one service; the operator for every service whose key is here."""

    by: str
    service_id: str | None

    @classmethod
    def of_staff(cls, staff: SignedIn) -> "Importer":
        """Return a staff member as an importer; NotAllowed for a role that reads no cases."""
        check_reads(staff)
        return cls(staff.staff_id, staff.service_id)

    def may_write_to(self, case: Case) -> bool:
        """Say whether a case is one of theirs."""
        return self.service_id in (None, case.service_id)


OPERATOR = Importer("operator", None)


@dataclass(frozen=True, slots=True)
class Line:
    """One row and what became of it, or would; `is_repeat` when it was taken before, from this file or another."""

    row: SheetRow
    outcome: Outcome
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file, or would: every row in the order of the file, or everything that is wrong with it."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    @property
    def is_good(self) -> bool:
        """Say whether nothing is wrong with it: only then is any of it taken in."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class _RowSource:
    """A row as re:hub's word: known again by what it says, under a key of the service's, and kept as proof."""

    row: SheetRow
    by: str
    service_key: Identity = field(repr=False)

    @property
    def message_id(self) -> str:
        """Return the same id for the same row, whatever file or line it stands in."""
        # Safety: keyed, so that a stolen database cannot be asked which of the few likely rows it was
        digest = keyed_digest("rehub-sheet-row", self.service_key.seed, self._as_json(), 16)
        return f"{Way.SHEET} {digest.hex()}"

    def as_proof(self) -> Mapping[str, str]:
        """Return the row as the message that it would have been, and who took it in."""
        return {"way": Way.SHEET.value, "by": self.by, "request": b64encode(self._as_json()).decode()}

    def _as_json(self) -> bytes:
        row = self.row
        data = {
            Column.REFERENCE: row.case_reference,
            Column.STAGE: row.stage.value,
            Column.HAPPENED_ON: row.happened_on.isoformat(),
            Column.EXPECTED_BY: row.expected_by.isoformat() if row.expected_by else None,
            Column.WAITING_FOR: row.waiting_for.value if row.waiting_for else None,
            Column.SENSITIVE: row.is_sensitive,
            Column.NOTE: row.note or None,
        }
        said = {name.value: value for name, value in data.items() if value is not None}
        return json.dumps({"type": "case.updated", "data": said}, ensure_ascii=False, sort_keys=True).encode()


class _TakenBack(Exception):
    """Ends the work without a trace."""


def look_at_sheet(side: DeskSide, importer: Importer, sheet: Sheet) -> Imported:
    """Return what would become of every row; nothing is changed."""
    return _run(side, importer, sheet, is_trial=True)


def import_sheet(side: DeskSide, importer: Importer, sheet: Sheet) -> Imported:
    """Take every row in, in one transaction; nothing at all when anything is wrong. Twice changes nothing."""
    try:
        return _run(side, importer, sheet, is_trial=False)
    except AlreadyDone:
        # somebody took a row in at this very moment: now it is one that was taken before
        return _run(side, importer, sheet, is_trial=False)


def as_service(side: DeskSide, service_key: Identity) -> Hand:
    """Return the hand of a service at the desk."""
    return Hand(
        clock=side.clock,
        calendar=side.calendar,
        trust=side.trust,
        write=lambda case, _service: side.write_as_service(case),
        notify=lambda work, case, _service, event: notify_as_service(side, work, case, event),
        news_key=keyed_digest("rehub-told", service_key.seed, b""),
    )


def _run(side: DeskSide, importer: Importer, sheet: Sheet, *, is_trial: bool) -> Imported:
    lines: list[Line] = []
    faults = list(sheet.faults)
    try:
        with side.store.work() as work:
            cases = _hold_cases(work, importer, sheet)
            doubted = {reference for reference, case in cases.items() if not _is_as_signed(side, work, case)}
            # oldest first, so that no row is older than one above it in the same file
            for row in sorted(sheet.rows, key=lambda each: (each.happened_on, each.row)):
                if row.case_reference in doubted:
                    faults.append(Fault(row.row, Column.REFERENCE, Reason.NOT_BELIEVED))
                    continue
                taken = _take_row(side, work, importer, row, cases.get(row.case_reference))
                if isinstance(taken, Fault):
                    faults.append(taken)
                else:
                    lines.append(taken)
            if is_trial or faults:
                raise _TakenBack
    except _TakenBack:
        pass
    return Imported(tuple(sorted(lines, key=lambda line: line.row.row)), tuple(sorted(faults)))


def _hold_cases(work: Work, importer: Importer, sheet: Sheet) -> dict[str, Case]:
    """Return the importer's own cases by reference, held in one order, so that two imports never wait for each other.

    Safety: another service's case is unknown here, as if there were none.
    """
    references = sorted({row.case_reference for row in sheet.rows})
    found = {reference: work.cases.find_by_reference(reference, for_change=True) for reference in references}
    return {reference: case for reference, case in found.items() if case and importer.may_write_to(case)}


def _is_as_signed(side: DeskSide, work: Work, case: Case) -> bool:
    """Say whether a case stands where its signed entries say; also where no key is here to tell."""
    try:
        opened = work.entries.open_case(case.case_id, side.reader_of(case), _BELIEVED_BY)
    except FileNotFoundError:
        return True  # nothing can be taken in without the key either
    believed, _ = believe_case(case, opened)
    # Safety: whoever writes to the database could else let news onto a page that waits for a conversation
    return (believed.stage, believed.checked_on) == (case.stage, case.checked_on)


def _take_row(side: DeskSide, work: Work, importer: Importer, row: SheetRow, case: Case | None) -> Line | Fault:
    if case is None:
        return Fault(row.row, Column.REFERENCE, Reason.UNKNOWN_REFERENCE)
    day_fault = find_day_fault(row.happened_on, row.expected_by, side.clock.today())
    if day_fault is not None:
        column = Column.EXPECTED_BY if day_fault in _OF_EXPECTED else Column.HAPPENED_ON
        return Fault(row.row, column, Reason(day_fault.value))
    update = RehubUpdate(
        row.case_reference, row.stage, row.happened_on, row.expected_by, row.waiting_for, row.is_sensitive
    )
    try:
        key = side.find_service_key(case.service_id)
        taken = take_in(work, as_service(side, key), _RowSource(row, importer.by, key), update)
    except FileNotFoundError:
        return Fault(row.row, Column.REFERENCE, Reason.NO_KEY)
    except (Forged, NotAllowed):
        return Fault(row.row, Column.REFERENCE, Reason.NOT_BELIEVED)
    if not taken.is_repeat:
        work.audit.add(side.clock.now(), importer.by, "took in a row of re:hub's", case.case_id)
    return Line(row, taken.outcome, taken.is_repeat)
