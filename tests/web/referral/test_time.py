"""How long a form lives: by the time sealed in the cookie, never by the browser."""

from __future__ import annotations

import pytest

from tests.builders import AMIRAS_PAGES
from tests.web.scene import SANAS_PAGES, Scene, Visitor

STEP = "/en/refer/name"


def is_open(visitor: Visitor) -> bool:
    """Say whether the form still opens."""
    return visitor.look(STEP).address == STEP


@pytest.mark.parametrize(("name", "minutes"), [("amira", 30), ("sana", 15)])
def test_the_form_closes_after_a_while_without_use(scene: Scene, name: str, minutes: int) -> None:
    """Sooner after abuse; what was written cannot be opened any more, and the page says so."""
    visitor = scene.with_draft(name)
    scene.clock.move(minutes=minutes, seconds=-1)
    assert is_open(visitor)
    copied = visitor.cookie
    scene.clock.move(minutes=minutes)
    page = visitor.look(STEP)
    assert page.address == "/en/refer"
    assert "Your time on the form was over" in page.words
    assert not is_open(visitor)
    assert not is_open(scene.visitor(cookie=copied))


def test_the_stricter_limit_begins_with_the_answer(scene: Scene, visitor: Visitor) -> None:
    """And ends with another one."""
    visitor.fill_in(SANAS_PAGES, until="what")
    scene.clock.move(minutes=20)
    visitor.go_on("refer/what", SANAS_PAGES["what"])
    scene.clock.move(minutes=14)
    visitor.go_on("refer/what", {"harm": "theft"})
    scene.clock.move(minutes=20)
    visitor.go_on("refer/what", SANAS_PAGES["what"])
    scene.clock.move(minutes=16)
    assert visitor.look("refer/what").address == "/en/refer"


@pytest.mark.parametrize("name", ["amira", "sana"])
def test_the_form_closes_after_three_hours_however_busy(scene: Scene, name: str) -> None:
    """Counted from its beginning."""
    visitor = scene.with_draft(name)
    for _ in range(18):
        scene.clock.move(minutes=9, seconds=59)
        assert is_open(visitor)
    scene.clock.move(seconds=17)
    assert is_open(visitor)
    scene.clock.move(seconds=2)
    assert not is_open(visitor)


@pytest.mark.parametrize("part", ["refer/name", "refer/check", "refer/sent", "refer/delete"])
def test_nothing_is_sent_once_the_time_is_over(scene: Scene, part: str) -> None:
    """A page left on the screen leads to the beginning."""
    visitor = scene.with_draft()
    token = visitor.look("refer/check").token
    scene.clock.move(minutes=31)
    answer = visitor.post(part, {"name": "too late", "csrf_token": token})
    assert answer.status_code == 303
    assert visitor.look("refer/sent").code == ""


def test_a_form_begun_after_the_end_of_another_is_empty(scene: Scene) -> None:
    """The next person at the same browser finds nothing."""
    visitor = scene.with_draft()
    scene.clock.move(minutes=31)
    visitor.fill_in(AMIRAS_PAGES, until="age")
    assert visitor.look(STEP).typed_in("name") == ""
