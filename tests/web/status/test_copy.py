"""Taking a copy: said first what is in it, then all that the page tells, unfolded; and from no shut page."""

from __future__ import annotations

import pytest

from tests.web.scene import Scene, Visitor

MESSAGE = "Canary-message"


@pytest.mark.parametrize(("name", "is_shown"), [("amira", True), ("sana", False)])
def test_it_shows_what_the_page_tells_and_after_abuse_none_of_ones_own_words(
    scene: Scene, visitor: Visitor, *, name: str, is_shown: bool
) -> None:
    """One press more than the page, with a warning where somebody may find it; its title says nothing."""
    person = getattr(scene, name)
    visitor.open_page(person.code)
    visitor.go_on("status/message", {"words": MESSAGE}, at="status")
    visitor.go_on("status/ask/pause")
    asked = visitor.look("status/copy")
    assert person.case.case_reference not in asked.words
    assert ("Paper and saved files can be found by others." in asked.words) is not is_shown
    page = visitor.look("status/copy/all")
    assert page.title in {"Your page – Heard", "Loading"}
    for told in (person.case.case_reference, "Next news by", "News so far", "23 November 2026: Pause my request"):
        assert told in page.words
    assert (MESSAGE in page.words) is is_shown
    assert "<details" not in page.html.split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("part", ["status/copy", "status/copy/all"])
def test_there_is_none_without_an_open_page_or_of_one_that_is_shut(scene: Scene, visitor: Visitor, part: str) -> None:
    """Whoever shut the page shut its copy too."""
    assert visitor.ask(part).headers["Location"] == "/en/status"
    visitor.open_page(scene.amira.code)
    visitor.go_on("status/ask/end")
    assert visitor.ask(part).headers["Location"] == "/en/status"


GONE_TOO = ["status/copy", "status/copy/all", "status/ask/add", "status/ask/delete", "status/pin"]


@pytest.mark.parametrize("part", GONE_TOO)
def test_a_new_pin_set_on_another_screen_ends_it_too(scene: Scene, visitor: Visitor, part: str) -> None:
    visitor.open_page(scene.amira.code)
    other = scene.visitor()
    other.open_page(scene.amira.code)
    other.go_on("status/pin", {"new": "271828", "again": "271828"})
    assert visitor.ask(part).headers["Location"] == "/en/status"
    assert "Your code" in visitor.look("status").words


@pytest.mark.parametrize("part", ["status/message", "status/stop", "status/link", "status/link/off"])
def test_what_is_sent_from_a_screen_that_was_ended_leads_to_the_code(scene: Scene, visitor: Visitor, part: str) -> None:
    """And does nothing: nobody is told that there is no such page."""
    token = visitor.open_page(scene.amira.code).token
    other = scene.visitor()
    other.open_page(scene.amira.code)
    other.go_on("status/pin", {"new": "271828", "again": "271828"})
    assert visitor.post(part, {"words": "Hello", "csrf_token": token}).headers["Location"] == "/en/status"
