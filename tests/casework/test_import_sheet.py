"""A spreadsheet of re:hub's taken in: all or nothing, each row once, for the importer's own cases, kept as proof."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from portal.casework.desk import read_case, record_check, send_message
from portal.casework.desk_case import has_held_news
from portal.casework.follow import Page, view_page
from portal.casework.import_sheet import OPERATOR, Importer, Line, import_sheet, look_at_sheet
from portal.casework.rehub_sources import Way
from portal.casework.take_updates import Outcome, read_proof
from portal.casework.talks import find_talk
from portal.casework.undo_update import find_undoable, undo_update
from portal.domain.case import Author, EntryKind
from portal.domain.errors import NotAllowed
from portal.domain.sheet_rows import Fault, Reason, SheetRow
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor
from portal.holders import Role
from portal.sheets.tables import Sheet
from portal.store.staff import Role as StaffRole
from portal.store.tables import case, case_entry, outbox
from portal.wiring import DeskPortal, PublicPortal, wire_desk
from tests.at_once import run_at_once
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, find_case, open_page

TODAY, BEFORE = date(2026, 11, 23), date(2026, 11, 20)
NOTE = "The note that only Fay may read"


@pytest.fixture
def checked(desk: DeskPortal, fay: StaffAccount, amira: Referred, ben: Referred) -> Referred:
    """Amira, once Fay has recorded the first conversations with her and with Ben."""
    for person in (amira, ben):
        record_check(desk.side, fay.signed_in, person.case.case_id)
    return amira


@pytest.fixture
def importer(fay: StaffAccount) -> Importer:
    """Fay, who takes a file in."""
    return Importer.of_staff(fay.signed_in)


def row(person: Referred, number: int = 2, /, **fields: Any) -> SheetRow:
    """Return a row about somebody's case."""
    said = {"stage": Stage.REHUB_CHECK, "happened_on": BEFORE, **fields}
    return SheetRow(number, person.receipt.case_reference, **said)


def sheet(*rows: SheetRow) -> Sheet:
    """Return a file of these rows in which nothing is wrong."""
    return Sheet(rows, ())


def look(public: PublicPortal, person: Referred) -> Page:
    """Open the page as the person does."""
    return view_page(public.side, open_page(public.side, person))


def list_outcomes(lines: tuple[Line, ...]) -> list[tuple[int, Outcome, bool]]:
    """Return what became of each row."""
    return [(line.row.row, line.outcome, line.is_repeat) for line in lines]


def test_every_row_is_taken_in_and_the_person_sees_it(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred, ben: Referred
) -> None:
    told = row(checked, 5, expected_by=date(2026, 12, 4), waiting_for=WaitingFor.PRISON, note=NOTE)
    done = import_sheet(desk.side, importer, sheet(told, row(ben, 7, stage=Stage.ENQUIRIES)))
    assert list_outcomes(done.lines) == [(5, Outcome.APPLIED, False), (7, Outcome.APPLIED, False)]
    page = look(public, checked)
    newest = page.updates[0]
    assert (page.stage, newest.source, newest.happened_on) == (Stage.REHUB_CHECK, "rehub", BEFORE)
    assert (newest.expected_by, newest.waiting_for) == (date(2026, 12, 4), WaitingFor.PRISON)
    assert NOTE not in repr(page)
    assert (look(public, ben).stage, page.refused_count) == (Stage.ENQUIRIES, 0)


def test_a_row_is_kept_as_proof_and_says_who_took_it_in(
    desk: DeskPortal, importer: Importer, fay: StaffAccount, checked: Referred
) -> None:
    import_sheet(desk.side, importer, sheet(row(checked, note=NOTE)))
    case = read_case(desk.side, fay.signed_in, checked.case.case_id)
    entry = case.opened.find_newest(EntryKind.REHUB_PROOF)
    assert entry is not None
    proof = read_proof(entry.body)
    assert (proof.way, proof.outcome, proof.data["note"]) == (Way.SHEET, Outcome.APPLIED, NOTE)
    assert (entry.author, entry.body["by"]) == (Author.SERVICE, fay.signed_in.staff_id)
    assert [news.note for news in case.rehub_news] == [NOTE]


def test_looking_says_the_same_and_changes_nothing(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred
) -> None:
    before = look(public, checked)
    both = sheet(row(checked, 2), row(checked, 3, stage=Stage.APPROVAL_BOARD, happened_on=TODAY))
    seen = look_at_sheet(desk.side, importer, both)
    assert look(public, checked) == before
    assert list_outcomes(seen.lines) == [(2, Outcome.APPLIED, False), (3, Outcome.APPLIED, False)]
    assert import_sheet(desk.side, importer, both) == seen


def test_the_same_file_twice_changes_nothing(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred
) -> None:
    import_sheet(desk.side, importer, sheet(row(checked)))
    before = look(public, checked)
    again = import_sheet(desk.side, importer, sheet(row(checked)))
    assert list_outcomes(again.lines) == [(2, Outcome.APPLIED, True)]
    assert all(line.is_repeat for line in again.lines)
    assert look(public, checked) == before


def test_the_same_row_on_another_line_or_twice_in_a_file_changes_nothing(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred
) -> None:
    done = import_sheet(desk.side, importer, sheet(row(checked, 4), row(checked, 9)))
    assert list_outcomes(done.lines) == [(4, Outcome.APPLIED, False), (9, Outcome.APPLIED, True)]
    assert import_sheet(desk.side, OPERATOR, sheet(row(checked, 70))).lines[0].is_repeat
    assert len(look(public, checked).updates) == 2


def test_rows_of_one_case_are_taken_in_by_their_days(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred
) -> None:
    newest_first = sheet(row(checked, 2, stage=Stage.APPROVAL_BOARD, happened_on=TODAY), row(checked, 3))
    assert {line.outcome for line in import_sheet(desk.side, importer, newest_first).lines} == {Outcome.APPLIED}
    assert look(public, checked).stage is Stage.APPROVAL_BOARD


@pytest.mark.parametrize(
    ("fields", "column", "reason"),
    [
        ({"happened_on": date(2026, 11, 26)}, "happened_on", Reason.FUTURE),
        ({"happened_on": date(2006, 11, 26)}, "happened_on", Reason.LONG_AGO),
        ({"expected_by": date(2026, 11, 1)}, "expected_by", Reason.BEFORE),
        ({"expected_by": date(2046, 11, 1)}, "expected_by", Reason.FAR),
    ],
)
def test_one_bad_row_keeps_all_others_out(
    public: PublicPortal,
    desk: DeskPortal,
    checked: Referred,
    fields: dict[str, Any],
    column: str,
    reason: Reason,
) -> None:
    done = import_sheet(desk.side, OPERATOR, sheet(row(checked, 2), row(checked, 3, **fields)))
    assert done.faults == (Fault(3, column, reason),)
    assert look(public, checked).stage is Stage.RECEIVED


def test_a_file_with_a_fault_of_its_own_is_not_taken_in(
    public: PublicPortal, desk: DeskPortal, checked: Referred
) -> None:
    unread = Sheet((row(checked),), (Fault(9, "stage", Reason.MISSING),))
    assert import_sheet(desk.side, OPERATOR, unread).faults == unread.faults
    assert look(public, checked).stage is Stage.RECEIVED


def test_another_services_case_is_unknown(
    desk: DeskPortal, checked: Referred, rita: StaffAccount, importer: Importer
) -> None:
    expected = (Fault(2, "reference", Reason.UNKNOWN_REFERENCE),)
    assert import_sheet(desk.side, Importer.of_staff(rita.signed_in), sheet(row(checked))).faults == expected
    nobodys = SheetRow(2, "RJ-AAAA-2222", Stage.ENQUIRIES, BEFORE)
    assert import_sheet(desk.side, importer, sheet(nobodys)).faults == expected
    assert import_sheet(desk.side, OPERATOR, sheet(row(checked))).is_good


def test_who_reads_no_cases_takes_none_in(fay: StaffAccount) -> None:
    signed_in = fay.signed_in
    with pytest.raises(NotAllowed):
        Importer.of_staff(type(signed_in)(signed_in.staff_id, "Ada", StaffRole.ADMINISTRATOR, signed_in.service_id))


def test_what_may_not_move_is_kept_and_a_later_row_answers_nothing(
    desk: DeskPortal, importer: Importer, fay: StaffAccount, checked: Referred
) -> None:
    import_sheet(desk.side, importer, sheet(row(checked, stage=Stage.COMMUNICATION)))
    done = import_sheet(desk.side, importer, sheet(row(checked, happened_on=TODAY)))
    assert list_outcomes(done.lines) == [(2, Outcome.APPLIED, False)]
    case = read_case(desk.side, fay.signed_in, checked.case.case_id)
    assert has_held_news(case.opened)
    send_message(desk.side, fay.signed_in, checked.case.case_id, "There is news; may I ring you?")
    assert not has_held_news(read_case(desk.side, fay.signed_in, checked.case.case_id).opened)


def test_a_case_that_cannot_be_believed_is_named(desk: DeskPortal, importer: Importer, checked: Referred) -> None:
    with desk.side.store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.case_id == checked.case.case_id))
    assert look_at_sheet(desk.side, importer, sheet(row(checked))).faults == (
        Fault(2, "reference", Reason.NOT_BELIEVED),
    )


@pytest.mark.parametrize("plain", [{"stage": Stage.REHUB_CHECK.value}, {"checked_on": TODAY}])
def test_a_row_is_not_judged_by_what_somebody_wrote_into_the_database(
    public: PublicPortal, desk: DeskPortal, importer: Importer, amira: Referred, plain: dict[str, Any]
) -> None:
    """Else whoever writes there lets news onto a page that waits for a conversation, or for the first one."""
    with public.side.store.work() as work:
        work.connection.execute(update(case).where(case.c.case_id == amira.case.case_id).values(plain))
    done = import_sheet(desk.side, importer, sheet(row(amira, 6, stage=Stage.APPROVAL_BOARD)))
    assert done.faults == (Fault(6, "reference", Reason.NOT_BELIEVED),)
    assert look(public, amira).stage is Stage.RECEIVED


def test_without_the_services_key_nothing_is_taken_in(
    portal_data: PortalData, clock: MovableClock, checked: Referred, public: PublicPortal
) -> None:
    keys = portal_data.data_dir / "keys" / "desk"
    for path in keys.glob("national.*"):
        path.unlink()
    bare = wire_desk(portal_data.settings(Role.DESK), clock)
    assert import_sheet(bare.side, OPERATOR, sheet(row(checked))).faults == (Fault(2, "reference", Reason.NO_KEY),)
    bare.side.store.close()
    assert find_case(public.side.store, checked.receipt.case_reference).stage is Stage.RECEIVED


def test_a_person_is_told_once_of_the_same_news(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred
) -> None:
    import_sheet(desk.side, importer, sheet(row(checked), row(checked, 3, happened_on=TODAY)))
    with public.side.store.look() as work:
        rows = work.connection.execute(select(outbox.c.notice_id).where(outbox.c.case_id == checked.case.case_id))
        assert len(rows.all()) == 1
    assert len(look(public, checked).updates) == 3


def test_what_is_marked_sensitive_waits_for_a_talk(
    public: PublicPortal, desk: DeskPortal, importer: Importer, fay: StaffAccount, checked: Referred
) -> None:
    done = import_sheet(desk.side, importer, sheet(row(checked, is_sensitive=True, note=NOTE)))
    assert list_outcomes(done.lines) == [(2, Outcome.KEPT_SENSITIVE, False)]
    page = look(public, checked)
    assert (page.stage, len(page.updates)) == (Stage.RECEIVED, 1)
    opened = read_case(desk.side, fay.signed_in, checked.case.case_id).opened
    assert find_talk(opened) is not None
    assert opened.refused_count == 0


def test_a_row_that_was_a_mistake_is_taken_back_and_does_not_come_again(
    public: PublicPortal, desk: DeskPortal, importer: Importer, fay: StaffAccount, checked: Referred
) -> None:
    import_sheet(desk.side, importer, sheet(row(checked)))
    undoable = find_undoable(read_case(desk.side, fay.signed_in, checked.case.case_id))
    assert undoable is not None
    assert undo_update(desk.side, fay.signed_in, checked.case.case_id, seen=undoable.sequence)
    assert import_sheet(desk.side, importer, sheet(row(checked))).lines[0].is_repeat
    assert look(public, checked).stage is Stage.RECEIVED


def test_the_same_file_five_times_at_once_is_taken_in_once(
    public: PublicPortal, desk: DeskPortal, importer: Importer, checked: Referred, ben: Referred
) -> None:
    rows = (row(checked), row(ben, 3, stage=Stage.ENQUIRIES))
    orders = [rows, rows[::-1]] * 2 + [rows]
    done = run_at_once(len(orders), lambda number: import_sheet(desk.side, importer, sheet(*orders[number])))
    assert all(each.is_good for each in done)
    assert sum(any(not line.is_repeat for line in each.lines) for each in done) == 1
    assert (len(look(public, checked).updates), look(public, checked).refused_count) == (2, 0)
