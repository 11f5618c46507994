"""Giving a start code at the desk: only with the tick, shown once, never for another service's case."""

from __future__ import annotations

import re

from sqlalchemy import select

from portal.casework.ask import ask
from portal.casework.new_code import make_new_code, take_start_code
from portal.domain.case import RequestKind
from portal.store.tables import start_code
from portal.wiring import PublicPortal
from tests.builders import Referred, StaffAccount, open_page
from tests.web.desk.visitor import Visitor, find_title, read_words


def url_of(person: Referred) -> str:
    """Return the address of the page for a new code."""
    return f"/case/{person.case.case_id}/new-code"


def give(visitor: Visitor, person: Referred) -> str:
    """Press the button with everything right; return the words of the page that comes."""
    seen = visitor.find_value(url_of(person), "seen")
    answer = visitor.post(url_of(person), {"proved": "yes", "seen": seen}, on=url_of(person))
    assert (answer.status_code, answer.location) == (303, url_of(person))
    return visitor.read(url_of(person))


def test_the_code_is_read_out_once_and_makes_a_new_one(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """The card and the check question stand beside it; nothing of the code is in title or address."""
    assert "Give a start code" in at_desk.read(f"/case/{amira.case.case_id}")
    page = at_desk.get(url_of(amira))
    assert find_title(page).startswith("New code")
    assert "green with a dent" in read_words(page)
    words = give(at_desk, amira)
    found = re.search(r"(?:\d{4} ){4}\d{4}", words)
    assert found
    assert "/en/status/start" in words
    assert found[0] not in at_desk.read(url_of(amira))
    ticket = take_start_code(public.side, found[0])
    assert ticket is not None
    assert make_new_code(public.side, ticket).case_reference == amira.case.case_reference


def test_refuses_without_the_tick_and_after_a_newer_wish(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    at_desk.post(url_of(amira), {"seen": "0"}, on=url_of(amira))
    assert "ask the check question first" in at_desk.read(url_of(amira))
    seen = at_desk.find_value(url_of(amira), "seen")
    ask(public.side, open_page(public.side, amira), RequestKind.PAUSE)
    at_desk.post(url_of(amira), {"proved": "yes", "seen": seen}, on=url_of(amira))
    assert "Something changed in this case" in at_desk.read(f"/case/{amira.case.case_id}")


def test_a_locked_page_stays_locked_until_the_new_code_is_made(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    ask(public.side, open_page(public.side, amira), RequestKind.LOCK)
    assert "give them a start code" in at_desk.read(f"/case/{amira.case.case_id}")
    assert "It stays locked until they have made their new code" in at_desk.read(url_of(amira))
    assert "Read this start code out" in give(at_desk, amira)
    assert "Their page is locked" in at_desk.read(f"/case/{amira.case.case_id}")


def test_a_lock_that_a_restore_put_back_is_opened_first(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    with public.side.store.work() as work:
        work.holds.lock(amira.case.case_id, public.side.clock.today())
    words = at_desk.read(url_of(amira))
    assert "before a backup was restored" in words
    assert "Make a start code" not in words


def test_another_services_member_finds_and_gives_nothing(
    stranger: Visitor, public: PublicPortal, amira: Referred, rita: StaffAccount
) -> None:
    stranger.sign_in(rita)
    assert stranger.get(url_of(amira)).status_code == 404
    stranger.post(url_of(amira), {"proved": "yes", "seen": "0"})
    with public.side.store.look() as work:
        assert work.connection.execute(select(start_code)).all() == []
