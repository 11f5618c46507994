"""re:hub on the page of a case: what was asked, what came back, ask now, turn a link off, take a mistake back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from portal.casework.answer_ask import Standing, answer_ask, view_ask
from portal.domain.notices import Handed
from portal.domain.rehub_answer import RehubAnswer
from portal.domain.stages import Stage
from portal.holders import Role
from portal.web.desk_app import create_desk_app
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, find_case, open_page
from tests.casework.rehub_link import MAILBOX, Asker, hand_to_rehub, start_asker
from tests.web.desk.visitor import Visitor

MISTAKE = RehubAnswer(Stage.ASKING_THEM, date(2026, 11, 23))


@pytest.fixture
def app(portal_data: PortalData, clock: MovableClock) -> Iterator[Flask]:
    """Give the desk of a portal with a mailbox of re:hub to ask at."""
    app = create_desk_app(portal_data.settings(Role.DESK, PORTAL_REHUB_MAILBOX=MAILBOX), clock=clock)
    yield app
    app.extensions["portal"].side.store.close()


@pytest.fixture
def asker(portal_data: PortalData, clock: MovableClock, desk: DeskPortal) -> Iterator[Asker]:
    """Give the worker of that portal; wired after the desk, so that every service is known."""
    assert desk
    with start_asker(portal_data, clock) as asker:
        yield asker


@pytest.fixture
def held(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, whose case re:hub holds."""
    return hand_to_rehub(desk, fay, amira)


def case_path(person: Referred) -> str:
    """Return the address of somebody's case."""
    return f"/case/{person.case.case_id}"


def press(visitor: Visitor, url: str, form: dict[str, str | list[str]], *, on: str) -> str:
    """Press a button and return the words of the page that it leads to."""
    return visitor.read(visitor.post(url, form, on=on).location)


def test_asking_now_is_one_press_and_shows_what_became_of_it(at_desk: Visitor, asker: Asker, held: Referred) -> None:
    path = case_path(held)
    page = press(at_desk, f"{path}/rehub/ask", {}, on=path)
    assert "re:hub gets a mail in a moment" in page
    assert "re:hub is being asked now" in page
    assert asker.deliver() == 1
    page = at_desk.read(path)
    assert "The mail was sent. Not answered yet" in page
    assert "14 December 2026" in page
    assert "was asked today" in press(at_desk, f"{path}/rehub/ask", {}, on=path)


def test_what_came_back_says_by_which_way(public: PublicPortal, at_desk: Visitor, asker: Asker, held: Referred) -> None:
    answer_ask(public.side, asker.ask(held), MISTAKE)
    page = at_desk.read(case_path(held))
    assert "by the link in our mail" in page
    assert "Answered" in page


def test_a_mail_that_could_not_be_sent_is_shown_at_the_case_and_on_the_list(
    at_desk: Visitor, asker: Asker, held: Referred
) -> None:
    asker.mailbox.says = [Handed.REFUSED]
    at_desk.post(f"{case_path(held)}/rehub/ask", {}, on=case_path(held))
    asker.deliver()
    assert "The mail was not sent. Ask by hand" in at_desk.read(case_path(held))
    assert "A mail to re:hub was not sent" in at_desk.read("/notices")


def test_a_link_is_turned_off_by_one_press(
    public: PublicPortal, at_desk: Visitor, asker: Asker, held: Referred
) -> None:
    link, path = asker.ask(held), case_path(held)
    with public.side.store.look() as work:
        (ask,) = work.asks.list_of_case(held.case.case_id)
    page = press(at_desk, f"{path}/rehub/off", {"ask": ask.ask_id}, on=path)
    assert "The link is turned off" in page
    assert "Link turned off" in page
    assert view_ask(public.side, link).standing is Standing.REVOKED
    assert "worked no more" in press(at_desk, f"{path}/rehub/off", {"ask": "x" * 40}, on=path)


def test_a_mistake_that_nobody_saw_is_taken_back(
    public: PublicPortal, at_desk: Visitor, asker: Asker, held: Referred
) -> None:
    answer_ask(public.side, asker.ask(held), MISTAKE)
    path = case_path(held)
    number = at_desk.find_value(f"{path}/rehub/undo", "seen")
    done = press(at_desk, f"{path}/rehub/undo", {"seen": number}, on=f"{path}/rehub/undo")
    assert "Taken back before the person saw it" in done
    assert find_case(public.side.store, held.case.case_reference).stage is Stage.REHUB_CHECK
    assert "nothing of re:hub" in at_desk.read(f"{path}/rehub/undo")


def test_what_somebody_may_have_seen_is_not_taken_back_in_silence(
    public: PublicPortal, at_desk: Visitor, asker: Asker, held: Referred
) -> None:
    answer_ask(public.side, asker.ask(held), MISTAKE)
    open_page(public.side, held)
    path = case_path(held)
    page = at_desk.read(f"{path}/rehub/undo")
    assert "They may have seen it already" in page
    assert "Take it back" not in page
    at_desk.post(f"{path}/rehub/undo", {"seen": "5"}, on=path)
    assert find_case(public.side.store, held.case.case_reference).stage is Stage.ASKING_THEM


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 40])
def test_a_broken_number_takes_nothing_back(
    public: PublicPortal, at_desk: Visitor, asker: Asker, held: Referred, seen: str
) -> None:
    answer_ask(public.side, asker.ask(held), MISTAKE)
    at_desk.post(f"{case_path(held)}/rehub/undo", {"seen": seen}, on=case_path(held))
    assert find_case(public.side.store, held.case.case_reference).stage is Stage.ASKING_THEM


def test_without_a_mailbox_the_desk_is_told_to_ask_by_hand(
    portal_data: PortalData, clock: MovableClock, fay: StaffAccount, held: Referred
) -> None:
    app = create_desk_app(portal_data.settings(Role.DESK), clock=clock)
    visitor = Visitor(app, clock)
    visitor.sign_in(fay)
    page = visitor.read(case_path(held))
    assert "Ask them by hand" in page
    assert "Ask re:hub now" not in page
    app.extensions["portal"].side.store.close()
