"""The inbox: what needs somebody first on top, each case with what must be known before it is opened."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from portal.casework.desk import move_stage, record_check
from portal.casework.follow import send_message, stop_contact
from portal.casework.staff import NewStaff
from portal.domain.stages import Stage
from portal.store.staff import Role
from portal.store.tables import audit, service
from portal.wiring import DeskPortal, PublicPortal
from tests.audits import find_broken
from tests.builders import AMIRAS_PAGES, MovableClock, Referred, StaffAccount, add_staff, change_pages, open_page, refer
from tests.web.desk.visitor import Visitor, find_title, read_words


def headings(visitor: Visitor) -> list[str]:
    """Return the headings of the groups, in order."""
    page = visitor.get("/").get_data(as_text=True)
    return re.findall(r"<h2[^>]*>(.*?)</h2>", page)


def test_shows_name_reference_stage_and_promise(at_desk: Visitor, amira: Referred) -> None:
    """A new case, by the words people know."""
    words = at_desk.read("/")
    assert "Amira" in words
    assert amira.case.case_reference in words
    assert "Received" in words
    assert "30 November 2026" in words


def test_says_when_nobody_waits(at_desk: Visitor) -> None:
    """An empty inbox is good news."""
    assert "Nobody is waiting for you" in at_desk.read("/")


def test_groups_by_what_is_needed(
    at_desk: Visitor, public: PublicPortal, desk: DeskPortal, clock: MovableClock, fay: StaffAccount
) -> None:
    """Not safe, late, waiting, new, under way."""
    late, waiting, under_way = (refer(public.side) for _ in range(3))
    clock.move(days=8)
    record_check(desk.side, fay.signed_in, late.case.case_id)
    with desk.side.store.work() as work:
        for person in (waiting, under_way):
            work.cases.set_days(person.case.case_id, next_update_by=clock.today())
    move_stage(desk.side, fay.signed_in, under_way.case.case_id, Stage.FIRST_CONTACT, seen=Stage.RECEIVED)
    send_message(public.side, open_page(public.side, waiting), "Is there news?")
    refer(public.side)
    refer(public.side, change_pages(AMIRAS_PAGES, now={"in_danger": ["yes"]}))
    at_desk.get("/")
    at_desk.sign_in(fay)
    assert headings(at_desk) == [
        "May not be safe now (1)",
        "Promise late (1)",
        "Waiting for your answer (1)",
        "New (1)",
        "Under way (1)",
    ]


def test_labels_say_what_must_be_known_before_opening(at_desk: Visitor, public: PublicPortal) -> None:
    """Contact stopped, extra care, messages waiting: in words."""
    person = refer(public.side, change_pages(AMIRAS_PAGES, what={"harm": ["stalking"]}))
    page = open_page(public.side, person)
    send_message(public.side, page, "One")
    send_message(public.side, page, "Two")
    stop_contact(public.side, page)
    words = at_desk.read("/")
    for label in ("Contact stopped", "After abuse: extra care", "2 messages waiting"):
        assert label in words


def test_says_how_late_a_promise_is(at_desk: Visitor, amira: Referred, clock: MovableClock, fay: StaffAccount) -> None:
    """In days, one of them in the singular."""
    clock.move(days=8)
    at_desk.get("/")
    at_desk.sign_in(fay)
    assert "1 day late" in at_desk.read("/")


def test_a_name_keeps_its_language(at_desk: Visitor, public: PublicPortal) -> None:
    """So that a screen reader speaks it rightly."""
    refer(public.side, change_pages(AMIRAS_PAGES, name={"name": ["نور"]}), "ar")
    assert '<span lang="ar" dir="auto">نور</span>' in at_desk.get("/").get_data(as_text=True)


def test_another_services_cases_are_not_there(stranger: Visitor, amira: Referred, rita: StaffAccount) -> None:
    """Rita works for Riverside."""
    stranger.sign_in(rita)
    assert "Amira" not in stranger.read("/")


def test_an_administrator_sees_no_case(stranger: Visitor, desk: DeskPortal, amira: Referred) -> None:
    """And is told why."""
    stranger.sign_in(add_staff(desk.side, NewStaff("ada@desk.invalid", "Ada", Role.ADMINISTRATOR)))
    answer = stranger.get("/")
    assert answer.status_code == 200
    assert "read no cases" in read_words(answer)
    assert "Amira" not in read_words(answer)


@pytest.mark.parametrize("secret", ["Amira", "RJ-"])
def test_the_title_names_nobody(at_desk: Visitor, amira: Referred, secret: str) -> None:
    """Titles stay in a browser's history."""
    assert find_title(at_desk.get("/")) == "Inbox – Heard"
    assert secret not in find_title(at_desk.get(f"/case/{amira.case.case_id}"))


def test_looking_is_in_the_audit_with_who_and_of_which_service(
    at_desk: Visitor, amira: Referred, desk: DeskPortal, fay: StaffAccount
) -> None:
    """It shows names: each look is a row."""
    for _ in range(2):
        at_desk.read("/")
    with desk.side.store.look() as work:
        rows = work.connection.execute(select(audit).where(audit.c.what == "read inbox of national")).all()
        assert find_broken(work.audit) is None
    assert [(row.staff_id, row.at) for row in rows] == [(fay.signed_in.staff_id, desk.side.clock.now())] * 2


def test_a_number_that_the_service_did_not_sign_is_told(at_desk: Visitor, desk: DeskPortal) -> None:
    """Nobody else would notice that people ring a stranger."""
    words = "People are shown none of them"
    assert words not in at_desk.read("/")
    with desk.side.store.work() as work:
        work.connection.execute(update(service).where(service.c.service_id == "national").values(phone="0800 666"))
    assert words in at_desk.read("/")


def test_the_message_box_says_what_is_sent_elsewhere(at_desk: Visitor, amira: Referred) -> None:
    """A notice may be, with no word of the message."""
    words = at_desk.read(f"/case/{amira.case.case_id}")
    assert "a text or e-mail tells them to look, once a day at most. It holds no word of this." in words
