"""What a person asked for, as the desk sees it: on top of the case, in the inbox, and never taken for a voice."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.casework.ask import ask
from portal.casework.desk_requests import confirm_request
from portal.casework.follow import send_message
from portal.domain.case import RequestKind
from portal.domain.errors import NotFound
from portal.domain.requests import ANSWERS, WITH_WORDS
from portal.store.tables import audit
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, Referred, StaffAccount, open_page
from tests.web.desk.visitor import Visitor

WORDS = "Canary-words: my new number is another one."


def url_of(person: Referred) -> str:
    """Return the address of somebody's case."""
    return f"/case/{person.case.case_id}"


def test_words_stand_beside_the_referral_as_not_confirmed(
    at_desk: Visitor, public: PublicPortal, amira: Referred, ben: Referred
) -> None:
    """And on nobody else's case."""
    ask(public.side, open_page(public.side, amira), RequestKind.OTHER_CONTACT, WORDS)
    words = at_desk.read(url_of(amira))
    assert f"Wants to be reached another way 23 November 2026 · not confirmed by voice {WORDS}" in words
    assert WORDS not in at_desk.read(url_of(ben))


def test_what_was_added_is_marked_until_it_is_answered(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """Nobody waits unseen."""
    ask(public.side, open_page(public.side, amira), RequestKind.ADD, WORDS)
    assert "Added something" in at_desk.read("/")
    assert "(they added something)" in at_desk.read(url_of(amira))
    at_desk.post(f"{url_of(amira)}/messages", {"words": "Thank you, I have read it."}, on=url_of(amira))
    assert "Added something" not in at_desk.read("/")
    assert "(they added something)" not in at_desk.read(url_of(amira))


def test_a_locked_page_is_opened_again_only_with_the_tick(
    at_desk: Visitor, public: PublicPortal, amira: Referred
) -> None:
    """It is marked in the inbox until then."""
    ask(public.side, open_page(public.side, amira), RequestKind.LOCK)
    assert "Page locked" in at_desk.read("/")
    assert "Their page is locked" in at_desk.read(url_of(amira))
    at_desk.post(f"{url_of(amira)}/requests/lift", on=url_of(amira))
    words = at_desk.read(url_of(amira))
    assert "check their phrase first" in words
    assert "Their page is locked" in words
    seen = at_desk.find_value(url_of(amira), "seen")
    at_desk.post(f"{url_of(amira)}/requests/lift", {"talked": "yes", "seen": "0"}, on=url_of(amira))
    words = at_desk.read(url_of(amira))
    assert "Something changed in this case" in words
    assert "Their page is locked" in words
    at_desk.post(f"{url_of(amira)}/requests/lift", {"talked": "yes", "seen": seen}, on=url_of(amira))
    words = at_desk.read(url_of(amira))
    assert "Their page is open again" in words
    assert "Their page is locked" not in words
    assert "Page locked" not in at_desk.read("/")


def test_what_is_to_be_deleted_says_its_day(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """And the card says: contact nobody."""
    ask(public.side, open_page(public.side, amira), RequestKind.ERASE)
    words = at_desk.read(url_of(amira))
    assert "To be deleted on 7 December 2026" in words
    assert "Contact stopped" in words
    assert "To be deleted" in at_desk.read("/")


def test_a_withdrawn_case_is_closed_once_it_is_final(
    at_desk: Visitor, public: PublicPortal, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    """Without a conversation: they asked to be left alone."""
    ask(public.side, open_page(public.side, amira), RequestKind.WITHDRAW)
    assert "Withdrawn on 23 November 2026" in at_desk.read(url_of(amira))
    assert "Close the case" not in at_desk.read(url_of(amira))
    clock.move(days=14)
    at_desk.get("/")
    at_desk.sign_in(fay)
    assert "Close the case" in at_desk.read(url_of(amira))
    at_desk.post(f"{url_of(amira)}/requests/close", on=url_of(amira))
    words = at_desk.read(url_of(amira))
    assert "Closed, as they asked." in words
    assert "Close the case" not in words


def test_a_pause_is_said_until_they_go_on(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """On the case and in the inbox."""
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, RequestKind.PAUSE)
    assert "They asked on their page to pause." in at_desk.read(url_of(amira))
    assert "Paused" in at_desk.read("/")
    ask(public.side, ticket, RequestKind.GO_ON)
    assert "They asked on their page to pause." not in at_desk.read(url_of(amira))


def test_another_service_can_lift_and_close_nothing(
    at_desk: Visitor, stranger: Visitor, public: PublicPortal, amira: Referred, rita: StaffAccount
) -> None:
    """As if the case did not exist."""
    ask(public.side, open_page(public.side, amira), RequestKind.LOCK)
    stranger.sign_in(rita)
    for what in ("lift", "close"):
        stranger.post(f"{url_of(amira)}/requests/{what}", {"talked": "yes"})
    assert "Their page is locked" in at_desk.read(url_of(amira))


@pytest.mark.parametrize("kind", sorted(set(RequestKind) - ANSWERS))  # answers: test_talks
def test_whatever_the_page_alone_asked_for_is_marked(
    at_desk: Visitor, public: PublicPortal, amira: Referred, kind: RequestKind
) -> None:
    """Whoever has the code could have asked; also where it is said on top of the case."""
    ticket = open_page(public.side, amira)
    before = {RequestKind.GO_ON: RequestKind.PAUSE, RequestKind.UNDO: RequestKind.WITHDRAW}.get(kind)
    words = WORDS if kind in WITH_WORDS else ""
    for each in (before, kind) if before else (kind,):
        ask(
            public.side, ticket, each, words, {RequestKind.RHYTHM: ["monthly"], RequestKind.HELP: ["bsl"]}.get(each, [])
        )
    page = at_desk.read(url_of(amira))
    listed = page.split("Asked for on their page", 2)[2].split("Check question")[0]
    assert listed.count("2026 · not confirmed by voice") == 1 + bool(before)
    for chosen in {RequestKind.HELP: ["British Sign Language"], RequestKind.RHYTHM: ["Every month"]}.get(kind, []):
        assert chosen in listed
    if kind in {RequestKind.STOP_CONTACT, RequestKind.WITHDRAW, RequestKind.ERASE, RequestKind.OTHER_CONTACT}:
        card = page.split("Safe contact", 1)[1].split("What now")[0]
        assert "Not confirmed by voice." in card
    if kind in {RequestKind.PAUSE, RequestKind.LOCK}:
        assert "onfirmed by voice" in page.split("Asked for on their page")[0].split("Safe contact")[1]


def test_a_message_is_marked_too(at_desk: Visitor, public: PublicPortal, amira: Referred) -> None:
    """It says nothing of who typed it."""
    send_message(public.side, open_page(public.side, amira), WORDS)
    assert "From them, not confirmed by voice" in at_desk.read(url_of(amira))


def test_what_they_confirmed_by_voice_is_marked_so_and_nothing_else(
    at_desk: Visitor, public: PublicPortal, desk: DeskPortal, amira: Referred, rita: StaffAccount
) -> None:
    """Once, with who noted it in the audit; another service, and what is no request, change nothing."""
    url, ticket = url_of(amira), open_page(public.side, amira)
    ask(public.side, ticket, RequestKind.ADD, WORDS)
    ask(public.side, ticket, RequestKind.WITHDRAW)
    newest = at_desk.find_value(url, "request")
    with pytest.raises(NotFound):
        confirm_request(desk.side, rita.signed_in, amira.case.case_id, int(newest))
    for wrong in ("0", "1", "x", "", "9" * 30, "٣"):
        at_desk.post(f"{url}/requests/confirmed", {"request": wrong}, on=url)
    assert "They confirmed it by voice." not in at_desk.read(url)
    for _ in range(2):
        at_desk.post(f"{url}/requests/confirmed", {"request": newest}, on=url)
    words = at_desk.read(url)
    assert "Withdraw the request 23 November 2026 · confirmed by voice on 23 November 2026" in words
    assert "Added or corrected 23 November 2026 · not confirmed by voice" in words
    assert "They asked on their page to withdraw their request. They confirmed it by voice." in words
    assert "Not confirmed by voice." not in words
    with desk.side.store.look() as work:
        done = list(work.connection.execute(select(audit.c.what)).scalars())
    assert done.count("noted request confirmed by voice") == 1
