"""Wrong codes and PINs of one locator: five a day, alike whether or not it leads to a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from portal.casework.follow import open_by_code, open_by_link
from portal.casework.turns import Turns
from portal.domain.errors import TooMany, Unavailable
from portal.holders import Role
from portal.limits import Limits, WrongTries
from tests.web.limits.conftest import LimitedSite
from tests.web.scene import Scene

WRONG = 5
NOBODYS = "12345678901234567890"


def find_answers(scene: Scene, code: str, count: int) -> list[str]:
    """Try a code with a wrong PIN so many times; return how each was answered."""
    limits = Limits(scene.data.settings(Role.PUBLIC, PORTAL_RATE_LIMITS="on"))
    side = replace(scene.portal.side, wrong_tries=WrongTries(limits))
    answers = []
    for _ in range(count):
        try:
            answers.append("opened" if open_by_code(side, code, "0000") else "wrong")
        except TooMany:
            answers.append("too many")
    return answers


def test_a_locator_is_limited_alike_whether_it_leads_anywhere(scene: Scene) -> None:
    """So that the answer does not tell which codes exist."""
    expected = ["wrong"] * WRONG + ["too many"] * 2
    assert find_answers(scene, scene.amira.code, WRONG + 2) == expected
    assert find_answers(scene, NOBODYS, WRONG + 2) == expected


def test_right_codes_are_not_counted(site: LimitedSite, scene: Scene) -> None:
    """Somebody who waits for news looks as often as they like."""
    for _ in range(WRONG + 2):
        visitor = site.visitor("192.0.2.1")
        assert scene.amira.case.case_reference in visitor.open_page(scene.amira.code).words


def test_the_next_day_there_are_five_again(scene: Scene) -> None:
    """The page says when; the service's number is the way until then."""
    limits = Limits(scene.data.settings(Role.PUBLIC, PORTAL_RATE_LIMITS="on"))
    side = replace(scene.portal.side, wrong_tries=WrongTries(limits))
    with time_machine.travel(scene.clock.now()) as now:
        for _ in range(WRONG):
            assert open_by_code(side, scene.amira.code, "0000") is None
        for ask in (lambda: open_by_code(side, scene.amira.code), lambda: open_by_link(side, scene.amira.receipt.link)):
            with pytest.raises(TooMany) as caught:
                ask()
            assert 0 < caught.value.retry_after_seconds <= 24 * 3600
        now.shift(24 * 3600 + 1)
        assert open_by_code(side, scene.amira.code) is not None


def test_who_finds_no_turn_is_asked_to_come_again(scene: Scene) -> None:
    """A flood of codes cannot take all the memory: so many slow hashes at once and no more."""
    turns = Turns(at_once=1, patience_seconds=0.01)
    side = replace(scene.portal.side, turns=turns)
    with turns.take(), pytest.raises(Unavailable):
        open_by_code(side, scene.amira.code)
    assert open_by_code(side, scene.amira.code) is not None


def test_a_full_house_answers_503_with_retry_after(site: LimitedSite, scene: Scene) -> None:
    """And the form of a browser is led to a page that answers so."""
    portal = site.app.extensions["portal"]
    turns = Turns(at_once=1, patience_seconds=0.01)
    site.app.extensions["portal"] = replace(portal, side=replace(portal.side, turns=turns))
    visitor = site.visitor("192.0.2.1")
    with turns.take():
        answer = visitor.send("status", {"code": scene.amira.code})
        led = visitor.send("status", {"code": scene.amira.code}, Sec_Fetch_Mode="navigate")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert led.headers["Location"] == "/en/wait"
    assert visitor.ask("wait").status_code == 503
