"""A PIN beside the code: set, changed and removed by who knows it; it ends every other open screen."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from portal.casework import follow, pins
from portal.casework.follow import open_by_code, open_by_link, renew_link, view_page
from portal.casework.own_keys import grow
from portal.casework.pins import change_pin, has_pin, set_first_pin
from portal.casework.tickets import PageTicket
from portal.casework.work import PublicSide
from portal.domain.errors import NotFound, TooMany
from portal.holders import Role
from portal.limits import Limits, WrongTries
from portal.vault.access_codes import Root, derive_locator
from portal.wiring import PublicPortal
from tests.builders import PortalData, Referred, open_page

PIN, OTHER = "493027", "718263"
NOBODYS = "12345678901234567890"


def set_pin(side: PublicSide, person: Referred, pin: str = PIN) -> PageTicket:
    ticket = change_pin(side, open_page(side, person), current="", new=pin)
    assert ticket is not None
    return ticket


@pytest.fixture
def counting(public: PublicPortal, portal_data: PortalData) -> PublicSide:
    """The public site's things with limits on."""
    limits = Limits(portal_data.settings(Role.PUBLIC, PORTAL_RATE_LIMITS="on"))
    return replace(public.side, wrong_tries=WrongTries(limits))


def test_it_is_needed_from_then_on_by_code_and_by_link(public: PublicPortal, amira: Referred) -> None:
    ticket = set_pin(public.side, amira)
    link = renew_link(public.side, ticket)
    assert has_pin(public.side, ticket)
    for pin in ("", OTHER, PIN + "0"):
        assert open_by_code(public.side, amira.code, pin) is None
        assert open_by_link(public.side, link, pin) is None
    for opened in (open_by_code(public.side, amira.code, PIN), open_by_link(public.side, link, PIN)):
        assert opened is not None
        assert view_page(public.side, opened.ticket).refused_count == 0


@pytest.mark.parametrize("new", [OTHER, PIN, ""])
def test_every_other_open_screen_ends_with_a_new_pin(public: PublicPortal, amira: Referred, new: str) -> None:
    """Also when it is the same once more: somebody else may sit in front of the other one."""
    first = set_pin(public.side, amira)
    elsewhere = open_by_code(public.side, amira.code, PIN)
    assert elsewhere is not None
    ticket = change_pin(public.side, first, current=PIN, new=new)
    assert ticket is not None
    assert has_pin(public.side, ticket) is bool(new)
    for other in (first, elsewhere.ticket):
        with pytest.raises(NotFound):
            view_page(public.side, other)
    assert open_by_code(public.side, amira.code, new) is not None


def test_the_pin_of_now_is_asked_for_and_wrong_ones_are_counted(counting: PublicSide, amira: Referred) -> None:
    ticket = set_pin(counting, amira)
    for current in ("", OTHER, PIN[:-1], "0" * 6, "x"):
        assert change_pin(counting, ticket, current=current, new=OTHER) is None
    with pytest.raises(TooMany):
        change_pin(counting, ticket, current=PIN, new=OTHER)
    assert view_page(counting, ticket).refused_count == 0
    with pytest.raises(TooMany):
        open_by_code(counting, amira.code, PIN)


def test_five_wrong_pins_lock_a_code_whether_or_not_it_exists(counting: PublicSide, amira: Referred) -> None:
    set_pin(counting, amira)
    told = []
    for code in (amira.code, NOBODYS):
        for _ in range(5):
            assert open_by_code(counting, code, OTHER) is None
        with pytest.raises(TooMany) as refused:
            open_by_code(counting, code, PIN)
        told.append(refused.value.retry_after_seconds // 60)
    assert told[0] - told[1] in (0, 1)


def test_a_first_pin_is_set_once_beside_a_code_just_made(public: PublicPortal, amira: Referred) -> None:
    assert set_first_pin(public.side, amira.receipt.access_code, PIN)
    assert not set_first_pin(public.side, amira.receipt.access_code, OTHER)
    assert open_by_code(public.side, amira.code, PIN) is not None


@pytest.mark.parametrize("module", [follow, pins])
def test_many_tries_at_one_moment_are_no_more_than_five(
    counting: PublicSide, amira: Referred, monkeypatch: pytest.MonkeyPatch, module: ModuleType
) -> None:
    """While one try is still being reckoned, five others are found wrong: it counts as the sixth, right or not."""
    ticket = set_pin(counting, amira)
    reckoned: list[bytes] = []

    def grow_slowly(side: PublicSide, root: Root, pin: str) -> bytes:
        locator = derive_locator(root, side.peppers)
        reckoned.append(locator)
        for _ in range(5):
            side.wrong_tries.count(locator)
        return grow(side, root, pin)

    monkeypatch.setattr(module, "grow", grow_slowly)
    attempt = {
        follow: lambda: open_by_code(counting, amira.code, PIN),
        pins: lambda: change_pin(counting, ticket, current=PIN, new=OTHER),
    }[module]
    with pytest.raises(TooMany):
        attempt()
    assert reckoned, "it was let through to be reckoned"
