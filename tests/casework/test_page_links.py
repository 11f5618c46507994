"""Secure links to one's page: opened, used once, revoked, over, forged."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from portal.casework.desk import revoke_links as revoke_at_desk
from portal.casework.follow import open_by_code, open_by_link, renew_link, revoke_links, view_page
from portal.domain.errors import NotFound
from portal.store.work import Store, Work
from portal.vault.links import make_link_secret, write_link
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import (
    AMIRAS_PAGES,
    MovableClock,
    Referred,
    StaffAccount,
    change_pages,
    open_page,
    refer,
)


@pytest.fixture
def strict(public: PublicPortal) -> Referred:
    """Somebody who asks after abuse: the link is good once."""
    return refer(public.side, change_pages(AMIRAS_PAGES, what={"harm": ["domestic_abuse"]}))


def is_open(public: PublicPortal, link: str, person: Referred) -> bool:
    opened = open_by_link(public.side, link)
    if opened is None:
        return False
    return view_page(public.side, opened.ticket).case_reference == person.receipt.case_reference


def test_a_link_opens_its_own_page_as_often_as_wanted(public: PublicPortal, amira: Referred, ben: Referred) -> None:
    for person in (amira, ben, amira):
        assert is_open(public, person.receipt.link, person)
    assert amira.code not in amira.receipt.link


def test_a_link_is_over_after_thirty_days(public: PublicPortal, amira: Referred, clock: MovableClock) -> None:
    clock.move(days=30)
    assert is_open(public, amira.receipt.link, amira)
    clock.move(days=1)
    assert not is_open(public, amira.receipt.link, amira)
    assert open_by_code(public.side, amira.code) is not None


class MeetingStore:
    """A store in which everybody who has looked waits until the others have looked too."""

    def __init__(self, store: Store, count: int) -> None:
        self._store = store
        self._barrier = threading.Barrier(count)
        self.work = store.work

    @contextmanager
    def look(self) -> Iterator[Work]:
        """Look, then wait."""
        with self._store.look() as work:
            yield work
        self._barrier.wait(10)


def test_after_abuse_a_link_opens_once(public: PublicPortal, strict: Referred) -> None:
    assert [is_open(public, strict.receipt.link, strict) for _ in range(3)] == [True, False, False]


def test_of_two_who_press_a_link_of_one_use_at_once_one_gets_in(public: PublicPortal, strict: Referred) -> None:
    side = replace(public.side, store=MeetingStore(public.side.store, 2))
    opened = run_at_once(2, lambda _: open_by_link(side, strict.receipt.link) is not None)
    assert sorted(opened) == [False, True]


def test_a_wrong_pin_does_not_use_a_link_up(public: PublicPortal, strict: Referred) -> None:
    assert open_by_link(public.side, strict.receipt.link, pin="1234") is None
    assert is_open(public, strict.receipt.link, strict)


def test_a_new_link_turns_the_old_ones_off_and_nobody_elses(
    public: PublicPortal, amira: Referred, ben: Referred
) -> None:
    new = renew_link(public.side, open_page(public.side, amira))
    assert not is_open(public, amira.receipt.link, amira)
    assert is_open(public, new, amira)
    assert is_open(public, ben.receipt.link, ben)


def test_a_new_link_after_abuse_is_good_once_too(public: PublicPortal, strict: Referred) -> None:
    new = renew_link(public.side, open_page(public.side, strict))
    assert [is_open(public, new, strict), is_open(public, new, strict)] == [True, False]


def test_links_are_turned_off_by_the_person_or_the_desk(
    public: PublicPortal, desk: DeskPortal, amira: Referred, ben: Referred, fay: StaffAccount, rita: StaffAccount
) -> None:
    revoke_links(public.side, open_page(public.side, amira))
    assert not is_open(public, amira.receipt.link, amira)
    with pytest.raises(NotFound):
        revoke_at_desk(desk.side, rita.signed_in, ben.case.case_id)
    assert is_open(public, ben.receipt.link, ben)
    assert revoke_at_desk(desk.side, fay.signed_in, ben.case.case_id) == 1
    assert not is_open(public, ben.receipt.link, ben)


def test_forged_and_unknown_links_open_nothing(public: PublicPortal, amira: Referred) -> None:
    link = amira.receipt.link
    unknown = write_link(make_link_secret(), public.side.link_key)
    forged = write_link(make_link_secret(), b"f" * 32)
    for text in ("", "x", link[:-2], link + "x", link.swapcase(), unknown, forged, amira.code):
        assert open_by_link(public.side, text) is None
