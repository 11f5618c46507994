"""Every rule of safe contact, tried against in every way, through the worker: nothing leaves.

One table of wishes times one of ways; one table of hours. What forging gains is in test_refusals and test_replay.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.casework.contact_cards import Proof
from portal.casework.deliver import deliver
from portal.casework.follow import send_message
from portal.casework.work import WorkerSide
from portal.domain.case import RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.safe_contact import Method
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page
from tests.notices.against import WAYS, Answers, Office, Wish, hold, stop, write_as_thief
from tests.notices.posting import Post, wake

CALL: Answers = {"contact_method": ("call",), "phone": ("07700900123",), "leave_message": ("yes",), "say_who": ("yes",)}
LETTER: Answers = {"contact_method": ("letter",), "address": ("1 Road, Leeds",), "wording": ("news",)}
SISTER: Answers = {**CALL, "contact_method": ("someone_else",), "other_name": ("Jo",)}
EMAIL: Answers = {"contact_method": ("email",), "email": ("chloe@example.org",), "wording": ("news",)}


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def office(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, *, worker: WorkerSide, post: Post, clock: MovableClock
) -> Office:
    """Give everybody who has a part in a notice."""
    return Office(public, desk, fay, worker, post, clock)


def asked(kind: RequestKind, words: str = "") -> Wish:
    return lambda office, person: office.ask(person, kind, words)


def recorded(answers: Answers, proof: Proof | None = Proof.CHECK_PHRASE) -> Wish:
    return lambda office, person: office.record(person, answers, proof)


def card(**change: tuple[str, ...]) -> Wish:
    """A confirmed card by e-mail that is otherwise good, but for this."""
    return lambda office, person: office.put_card(person, {**EMAIL, **change})


def old_way_not_safe(office: Office, person: Referred) -> None:
    """As the tick on the page does: stop first, then the words."""
    stop(office, person)
    office.ask(person, RequestKind.OTHER_CONTACT, "Please use chloe2@example.org")


def locked_and_stopped(office: Office, person: Referred) -> None:
    stop(office, person)
    office.ask(person, RequestKind.LOCK)


WISHES: dict[str, Wish] = {
    "stop": stop,
    "stop, then lock": locked_and_stopped,
    "lock": asked(RequestKind.LOCK),
    "pause": asked(RequestKind.PAUSE),
    "withdraw": asked(RequestKind.WITHDRAW),
    "delete everything": asked(RequestKind.ERASE),
    "another way": asked(RequestKind.OTHER_CONTACT, "Please use chloe2@example.org"),
    "the old way is not safe": old_way_not_safe,
    "held after a restore": hold,
    "a card of whoever has the code": write_as_thief,
    "the desk recorded: nobody": recorded({"contact_method": ("none",)}, None),
    "the desk recorded: calls": recorded(CALL),
    "the desk recorded: letters": recorded(LETTER),
    "the desk recorded: somebody else": recorded(SISTER),
    "a way nobody knows": card(contact_method=("pigeon",)),
    "two ways": card(contact_method=("email", "text")),
    "no way": card(contact_method=()),
    "a number is no address": card(contact_method=("text",)),
    "a number for calls is not for texts": card(contact_method=("call",), phone=("07700900123",)),
    "two addresses": card(email=("a@example.org", "b@example.org")),
    "two addresses in one": card(email=("a@example.org,b@example.org",)),
    "no address": card(email=()),
    "words nobody knows": card(wording=("court",)),
    "no words": card(wording=()),
    "a day nobody knows": card(days=("sunday",)),
    "an hour nobody knows": card(hours=("night",)),
    "a rule of a later version": card(not_before=("noon",)),
    "a choice nobody knows beside good ones": card(leave_message=("maybe",)),
}


@pytest.mark.parametrize("wish", WISHES)
def test_nothing_leaves_against_a_wish_however_it_is_tried(office: Office, wish: str) -> None:
    for way, try_it in WAYS.items():
        try_it(office, WISHES[wish], f"{way}@example.org")
        assert office.post.addresses == [], way


def test_without_a_wish_it_leaves_each_of_these_ways(office: Office) -> None:
    """The table above can fail."""
    for way, try_it in WAYS.items():
        office.post.taken.clear()
        try_it(office, lambda _office, _person: None, f"{way}@example.org")
        assert office.post.addresses == [(f"{way}@example.org",)], way


def test_a_new_card_is_used_and_the_address_before_it_never_again(office: Office) -> None:
    """Also by a notice that was made, tried or put off while the old one counted."""
    for way, try_it in WAYS.items():
        office.post.taken.clear()
        new = {**EMAIL, "email": (f"new-{way}@example.org",)}
        try_it(office, recorded(new), f"{way}@example.org")
        assert office.post.addresses == [(f"new-{way}@example.org",)], way


@pytest.mark.parametrize("method", list(Method))
def test_each_way_has_its_own_channel(office: Office, method: Method) -> None:
    """A text never goes by mail, nor a mail by text, though the card holds both addresses."""
    channels = {each: Post() for each in Method}
    person = office.refer("chloe@example.org", {})
    both: Answers = {**EMAIL, "contact_method": (method.value,), "phone": ("07700900123",)}
    office.record(person, both, Proof.CHECK_PHRASE)
    office.write(person)
    deliver(replace(office.worker, channels=channels), "one")
    right = {Method.EMAIL: "chloe@example.org", Method.TEXT: "07700900123"}[method]
    assert {each: post.addresses for each, post in channels.items() if post.taken} == {method: [(right,)]}


# in UTC, as clocks of machines run: days, hours, a moment that is wrong, a moment that is right
HOURS = [
    # winter, nothing chosen: working days, nine to five, and in time to arrive
    ((), (), "2026-11-23T08:59", "2026-11-23T09:00"),
    ((), (), "2026-11-23T16:45", "2026-11-24T09:00"),
    ((), (), "2026-11-23T23:59", "2026-11-24T09:00"),
    ((), (), "2026-11-24T00:00", "2026-11-24T09:00"),
    ((), (), "2026-11-28T10:00", "2026-11-30T09:00"),
    ((), (), "2026-11-29T10:00", "2026-11-30T09:00"),
    # the hours chosen, their edges and the gap between two
    ((), ("morning",), "2026-11-23T10:45", "2026-11-24T09:00"),
    ((), ("morning", "evening"), "2026-11-23T12:00", "2026-11-23T17:00"),
    ((), ("evening",), "2026-11-23T18:45", "2026-11-24T17:00"),
    ((), ("any_time",), "2026-11-23T19:00", "2026-11-24T18:44"),
    # the days chosen
    (("tuesday",), (), "2026-11-23T10:00", "2026-11-24T10:00"),
    (("tuesday",), (), "2026-11-24T23:00", "2026-12-01T10:00"),
    (("friday",), ("morning",), "2026-11-26T10:00", "2026-11-27T10:00"),
    # bank holidays: others are at home
    ((), (), "2026-12-25T10:00", "2026-12-29T10:00"),
    (("monday",), (), "2026-12-28T10:00", "2027-01-04T10:00"),
    (("friday",), (), "2027-01-01T10:00", "2027-01-08T10:00"),
    (("monday",), (), "2027-03-29T10:00", "2027-04-05T08:00"),
    # summer time: nine in London is eight for the machine, from 28 March 2027
    ((), (), "2027-03-25T08:30", "2027-03-25T09:00"),
    ((), (), "2027-03-30T07:59", "2027-03-30T08:00"),
    ((), (), "2027-03-30T15:45", "2027-03-31T08:00"),
    ((), (), "2027-03-28T00:30", "2027-03-30T08:00"),
    ((), (), "2027-07-06T16:30", "2027-07-07T08:00"),
    # and winter time again: from 31 October 2027 nine is nine
    ((), (), "2027-10-29T16:00", "2027-11-01T09:00"),
    ((), (), "2027-10-31T00:30", "2027-11-01T09:00"),
    ((), (), "2027-11-01T08:30", "2027-11-01T09:00"),
    ((), (), "2027-11-01T16:50", "2027-11-02T09:00"),
]


@pytest.mark.parametrize(("days", "hours", "wrong", "right"), HOURS)
def test_nothing_leaves_at_a_wrong_time_and_it_does_at_the_right_one(
    office: Office, days: tuple[str, ...], hours: tuple[str, ...], wrong: str, right: str
) -> None:
    at_wrong, at_right = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (wrong, right))
    office.clock.at = at_wrong
    office.write(office.refer("chloe@example.org", {"days": list(days), "hours": list(hours)}))
    for _ in range(2):
        office.deliver()
        wake(office.worker.store)
    assert office.post.taken == []
    office.clock.at = at_right
    office.deliver()
    assert office.post.addresses == [("chloe@example.org",)]


@pytest.mark.parametrize("kind", [RequestKind.ADD, RequestKind.HELP, RequestKind.OTHER_CONTACT, None])
def test_whoever_holds_the_page_brings_no_new_address_into_use(office: Office, kind: RequestKind | None) -> None:
    """Neither by words for the service nor by a message; and no desk may record it without a proof."""
    person, words = office.refer("chloe@example.org", {}), "Please use thief@example.org from now on."
    if kind:
        office.ask(person, kind, words)
    else:
        send_message(office.public.side, open_page(office.public.side, person), words)
    for answers in ({**EMAIL, "email": ("thief@example.org",)}, CALL):
        with pytest.raises(NotAllowed):
            office.record(person, answers, None)
    office.write(person)
    office.deliver()
    expected = [] if kind is RequestKind.OTHER_CONTACT else [("chloe@example.org",)]
    assert office.post.addresses == expected
