"""Who sees what of a talk: inbox, audit, copy, worker; that it escalates, keeps the promise, outlives a new code."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.casework.answer_talk import answer_talk
from portal.casework.inbox import Urgency, list_inbox
from portal.casework.own_copy import view_copy
from portal.casework.talks import find_talk
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import NotFound
from portal.domain.stages import Stage
from portal.domain.talks import Ground
from portal.holders import Role
from portal.store.tables import audit, case_entry
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page
from tests.casework.talking import BAD, GOOD, ORDINARY, Talking
from tests.new_codes import renew

CALL, HERE, LATER = RequestKind.TALK_CALL, RequestKind.TALK_HERE, RequestKind.TALK_LATER


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """Give SQLite alone: rules are the same on both, and test_as_roles holds and releases on PostgreSQL."""
    return sqlite_portal_data


def test_the_inbox_escalates_after_two_working_days(talking: Talking, clock: MovableClock) -> None:
    talking.hold(ORDINARY)
    seen = []
    for _ in range(4):
        [row] = list_inbox(talking.desk.side, talking.fay.signed_in)
        seen.append(row.is_talk_overdue)
        clock.move(days=1)
    assert seen == [False, False, False, True]
    talking.answer(CALL)
    [row] = list_inbox(talking.desk.side, talking.fay.signed_in)
    assert (row.is_talk_overdue, row.urgency) == (False, Urgency.UNANSWERED)


def test_the_audit_says_the_same_of_every_talk(talking: Talking) -> None:
    for to_tell in (GOOD, BAD, ORDINARY):
        talking.hold(to_tell)
    with talking.desk.side.store.look() as work:
        rows = work.connection.execute(select(audit.c.what).order_by(audit.c.number)).scalars().all()
    assert rows[-3:] == ["asked to talk"] * 3


def test_a_copy_to_print_tells_the_answer_and_nothing_of_the_news(talking: Talking) -> None:
    talking.hold(BAD)
    talking.answer(LATER)
    copy = view_copy(talking.public.side, open_page(talking.public.side, talking.person))
    assert [each.kind for each in copy.asked] == [LATER]
    assert copy.page.talk is not None
    assert len(copy.page.updates) == 2


def test_the_public_site_cannot_open_what_is_held(talking: Talking) -> None:
    talking.hold(BAD)
    with talking.desk.side.store.look() as work:
        [envelope] = work.connection.execute(
            select(case_entry.c.envelope).where(case_entry.c.kind == EntryKind.PENDING.value)
        ).scalars()
    assert envelope[1] == 1  # one reader, and test_entries says which
    assert b"what else is possible" not in envelope


def test_a_talk_outlives_a_new_code(desk: DeskPortal, public: PublicPortal, fay: StaffAccount, amira: Referred) -> None:
    """Asked for under the old keys, answered and read under the new ones; the old code answers nothing."""
    talking = Talking(desk, public, fay, amira).begin()
    talking.hold(BAD)
    old = open_page(public.side, amira)
    renewed = Talking(desk, public, fay, renew(public, desk, fay, amira))
    assert renewed.page().talk is not None
    with pytest.raises(NotFound):
        answer_talk(public.side, old, HERE)
    assert renewed.answer(HERE)
    assert renewed.end(Ground.CHOSEN)
    assert renewed.page().stage is Stage.NOT_GOING_AHEAD


def test_the_worker_sees_that_there_is_a_talk_and_nothing_of_it(talking: Talking, portal_data: PortalData) -> None:
    """It reads the same of every talk."""
    talking.hold(BAD)
    side = wire_worker(portal_data.settings(Role.WORKER), talking.desk.side.clock)
    with side.store.look() as work:
        case = work.cases.get(talking.case_id, talking.person.case.service_id)
        reader = side.reader_of(case, work.services.get(case.service_id))
        opened = work.entries.open_case(talking.case_id, reader)
    side.store.close()
    assert find_talk(opened) is not None
    assert opened.list_of(EntryKind.PENDING) == ()
    assert [dict(entry.body) for entry in opened.list_of(EntryKind.TALK)] == [{"what": "asked", "on": "2026-11-23"}]


def test_asking_keeps_the_promise(talking: Talking, clock: MovableClock) -> None:
    clock.move(days=6)
    due_on = talking.promised()
    talking.hold(ORDINARY)
    with talking.desk.side.store.look() as work:
        kept = {each.due_on: each.settled_on for each in work.promises.read_history(talking.case_id).promises}
    assert due_on is not None
    assert kept[due_on] == clock.today()
