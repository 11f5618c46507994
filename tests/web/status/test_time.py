"""Time on the private page: promises kept and late, and the page that closes by itself."""

from __future__ import annotations

import pytest

from tests.builders import Referred
from tests.web.scene import Scene, Visitor

# Amira asked on Monday 23 November 2026 for news every week: first contact within five working days.
PROMISED = "30 November 2026"


@pytest.mark.parametrize(
    ("days", "said", "unsaid"),
    [
        (0, [f"Next news by {PROMISED}."], ["Late", "sorry"]),
        (6, [f"Next news by {PROMISED}."], ["Late", "sorry"]),
        (7, [f"Next news by the end of today, {PROMISED}."], ["Late", "sorry"]),
        (
            8,
            ["Late", f"You should have heard from us by {PROMISED}. We are sorry.", "That is 1 day late."],
            ["Next news"],
        ),
        (12, ["Late", f"by {PROMISED}", "That is 5 days late.", "How to complain about the delay"], ["Next news"]),
    ],
)
def test_the_page_says_whether_the_promise_is_kept(
    scene: Scene, visitor: Visitor, days: int, said: list[str], unsaid: list[str]
) -> None:
    """The promised day itself is not late."""
    scene.clock.move(days=days)
    words = visitor.open_page(scene.amira.code).words
    for part in said:
        assert part in words
    for part in unsaid:
        assert part not in words.split("What is happening now")[0]


def test_late_is_late_from_midnight_in_london(scene: Scene, visitor: Visitor) -> None:
    """Not an hour before."""
    visitor.open_page(scene.amira.code)
    scene.clock.move(days=7, hours=13, minutes=59)
    visitor.open_page(scene.amira.code)
    assert "Next news by" in visitor.look("status").words
    scene.clock.move(minutes=2)
    assert "1 day late" in visitor.look("status").words


def is_open(visitor: Visitor, person: Referred) -> bool:
    """Say whether the browser still shows somebody's page."""
    return person.case.case_reference in visitor.look("status").words


@pytest.mark.parametrize(("person", "minutes"), [("amira", 20), ("sana", 10)])
def test_the_page_closes_after_a_while_without_use(scene: Scene, visitor: Visitor, person: str, minutes: int) -> None:
    """Sooner after abuse; it says so, and the browser's cookie opens nothing any more."""
    asked: Referred = getattr(scene, person)
    visitor.open_page(asked.code)
    scene.clock.move(minutes=minutes, seconds=-1)
    assert is_open(visitor, asked)
    kept = visitor.cookie
    scene.clock.move(minutes=minutes)
    page = visitor.look("status")
    assert "Your page closed by itself" in page.words
    assert not is_open(scene.visitor(cookie=kept), asked)


@pytest.mark.parametrize("person", ["amira", "sana"])
def test_the_page_closes_after_two_hours_however_busy(scene: Scene, visitor: Visitor, person: str) -> None:
    """By the time sealed in the cookie."""
    asked: Referred = getattr(scene, person)
    visitor.open_page(asked.code)
    for _ in range(14):
        scene.clock.move(minutes=8, seconds=30)
        assert is_open(visitor, asked)
    scene.clock.move(seconds=59)
    assert is_open(visitor, asked)
    scene.clock.move(seconds=2)
    assert not is_open(visitor, asked)


def test_an_old_copy_of_the_cookie_does_not_live_on_the_use_of_a_newer_one(scene: Scene, visitor: Visitor) -> None:
    """The time of the last use is sealed in the cookie itself."""
    visitor.open_page(scene.amira.code)
    copied = visitor.cookie
    scene.clock.move(minutes=15)
    assert is_open(visitor, scene.amira)
    scene.clock.move(minutes=15)
    assert is_open(visitor, scene.amira)
    assert not is_open(scene.visitor(cookie=copied), scene.amira)


@pytest.mark.parametrize("part", ["status/message", "status/stop", "status/link", "status/link/off"])
def test_nothing_is_done_once_the_time_is_over(scene: Scene, visitor: Visitor, part: str) -> None:
    """A page left on the screen sends nothing."""
    visitor.open_page(scene.amira.code)
    token = visitor.look("status").token
    scene.clock.move(minutes=21)
    assert visitor.post(part, {"words": "too late", "csrf_token": token}).headers["Location"].startswith("/en/")
    words = scene.visitor().open_page(scene.amira.code).words
    assert "too late" not in words
    assert "All contact is stopped" not in words
    assert scene.amira.case.case_reference in scene.visitor().go_on(f"open/{scene.amira.receipt.link}").words


def test_a_clock_set_back_closes_the_page(scene: Scene, visitor: Visitor) -> None:
    """Nothing may live for ever."""
    visitor.open_page(scene.amira.code)
    scene.clock.move(hours=-1)
    assert not is_open(visitor, scene.amira)
