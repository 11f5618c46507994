"""No state is a dead end: whatever was chosen or shut, the page says how to reach a person, by number and hours."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from tests.builders import AMIRAS_PAGES, BENS_PAGES, change_pages, refer
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

NUMBER, HOURS = "01632 960 001", "Monday to Friday, 9 to 5"
PLACES = {True: "Allerdale", False: "LS1"}  # Riverside has a number; the national service has not put one yet
PAGES = {"call": AMIRAS_PAGES, "none": BENS_PAGES}
Do = Callable[[Scene, Visitor], Page]


def press(*slugs: str) -> Do:
    """Ask for one thing after the other; the page that comes last."""

    def ask_all(_scene: Scene, visitor: Visitor) -> Page:
        return [visitor.go_on(f"status/ask/{slug}", {"words": "Hello", "rhythm": "weekly"}) for slug in slugs][-1]

    return ask_all


def look(path: str) -> Do:
    return lambda _scene, visitor: visitor.look(path)


def stop(_scene: Scene, visitor: Visitor) -> Page:
    return visitor.go_on("status/stop")


STATES: dict[str, Do] = {
    "open": look("status"),
    "stopped": stop,
    "paused": press("pause"),
    "another way asked for": press("reach"),
    "withdrawn": press("end"),
    "to be deleted": press("delete"),
    "withdrawn, then to be deleted": press("end", "delete"),
    "undone": press("end", "undo"),
    "locked": press("lock"),
    "withdrawn, then locked": press("end", "lock"),
    "asked once more": look("status/ask/lock"),
    "copy": look("status/copy/all"),
}


def check(page: Page, *, has_number: bool) -> None:
    """Say where to ring, or plainly that nobody has put a number yet; and the general way either way."""
    if has_number:
        assert NUMBER in page.words
        assert HOURS in page.words
    else:
        assert "The service has not put a telephone number here yet." in page.words
    assert "/en/contact" in [link["href"] for link in page.list_tags("a")]


@pytest.mark.parametrize(("method", "has_number"), list(product(PAGES, PLACES)))
def test_every_state_shows_how_to_reach_a_person(scene: Scene, method: str, *, has_number: bool) -> None:
    for do in STATES.values():
        pages = change_pages(PAGES[method], where={"place": [PLACES[has_number]]})
        visitor = scene.visitor()
        visitor.open_page(refer(scene.portal.side, pages).code)
        check(do(scene, visitor), has_number=has_number)


@pytest.mark.parametrize("has_number", PLACES)
def test_what_can_be_undone_no_more_still_does(scene: Scene, visitor: Visitor, *, has_number: bool) -> None:
    person = refer(scene.portal.side, change_pages(BENS_PAGES, where={"place": [PLACES[has_number]]}))
    visitor.open_page(person.code)
    visitor.go_on("status/ask/end")
    scene.clock.move(days=14)
    check(visitor.open_page(person.code), has_number=has_number)


@pytest.mark.parametrize(("method", "has_number"), list(product(PAGES, PLACES)))
def test_so_do_the_pages_after_sending(scene: Scene, method: str, *, has_number: bool) -> None:
    """With the code, once it is kept, and for whoever keeps none."""
    pages = change_pages(PAGES[method], where={"place": [PLACES[has_number]]})
    visitor = scene.visitor()
    visitor.fill_in(pages)
    check(visitor.go_on("refer/check"), has_number=has_number)
    end = visitor.go_on("refer/sent") if method == "none" else visitor.go_on("refer/sent/without", at="refer/sent")
    assert end.address in {"/en/refer/kept", "/en/refer/without"}
    assert "/en/contact" in [link["href"] for link in end.list_tags("a")]


@pytest.mark.parametrize("typed", ["12", "0" * 20])
def test_so_does_the_entry_for_whoever_cannot_come_in(visitor: Visitor, typed: str) -> None:
    """A code that was lost, mistyped, or locked by too many tries."""
    for page in (visitor.look("status"), visitor.open_page(typed)):
        assert "/en/contact" in [link["href"] for link in page.list_tags("a")]
