"""On hold and the youth route: a preview in the person's language, a reason where one is needed, and ending it."""

from __future__ import annotations

import pytest

from portal.casework.desk_beside import WORDS_LENGTH
from portal.casework.follow import open_own_case
from portal.casework.side_states import list_set_by_desk
from portal.domain.stages import Beside
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, Referred, open_page, refer
from tests.web.desk.visitor import Visitor


@pytest.fixture
def url(amira: Referred) -> str:
    """Give the address where Amira's case is put on hold."""
    return f"/case/{amira.case.case_id}/beside/on_hold"


def list_beside(public: PublicPortal, person: Referred) -> list[Beside]:
    """Return what the person's page can show beside the stage."""
    page = open_page(public.side, person)
    with public.side.store.look() as work:
        return [each.what for each in list_set_by_desk(open_own_case(public.side, work, page)[2])]


def change(visitor: Visitor, url: str, act: str, words: str = "") -> str:
    """Press the button; return where the answer leads."""
    answer = visitor.post(url, {"act": act, "words": words}, on=url)
    assert answer.status_code == 303
    return answer.location


def test_shows_what_the_person_will_read_in_their_language(
    at_desk: Visitor, desk: DeskPortal, public: PublicPortal
) -> None:
    noor = refer(public.side, AMIRAS_PAGES, "ar")
    page = at_desk.get(f"/case/{noor.case.case_id}/beside/youth_route").get_data(as_text=True)
    assert desk.library.stage("ar", "youth_route").now in page
    assert desk.library.stage("en", "youth_route").now in page


def test_puts_on_hold_and_ends_it(at_desk: Visitor, public: PublicPortal, amira: Referred, url: str) -> None:
    case_url = url.removesuffix("/beside/on_hold")
    assert change(at_desk, url, "put", "The trial is in March.") == case_url
    assert list_beside(public, amira) == [Beside.ON_HOLD]
    words = at_desk.read(case_url)
    assert "The trial is in March." in words
    assert "On hold: court case" in at_desk.read("/")
    assert "End the hold?" in at_desk.read(url)
    assert change(at_desk, url, "end") == case_url
    assert list_beside(public, amira) == []


def test_asks_for_a_reason_and_keeps_what_is_too_long(
    at_desk: Visitor, public: PublicPortal, amira: Referred, url: str
) -> None:
    youth = url.replace("on_hold", "youth_route")
    assert change(at_desk, youth, "put", " ") == youth
    assert "Write why" in at_desk.read(youth)
    change(at_desk, youth, "put", "x" * (WORDS_LENGTH + 1))
    assert "x" * (WORDS_LENGTH + 1) in at_desk.get(youth).get_data(as_text=True)
    assert list_beside(public, amira) == []


def test_knows_no_other_thing_beside_a_stage(at_desk: Visitor, url: str) -> None:
    for what in ("paused", "withdrawn", "nothing"):
        assert at_desk.get(url.replace("on_hold", what)).status_code == 404


def test_says_that_it_stood_there_already(at_desk: Visitor, url: str) -> None:
    change(at_desk, url, "put")
    change(at_desk, url, "put")
    assert "That was so already" in at_desk.read(url.removesuffix("/beside/on_hold"))
