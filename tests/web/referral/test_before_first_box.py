"""What a person is told before the first box to write in: who reads it, what a court may do, whom to ring."""

from __future__ import annotations

import pytest

from tests.builders import AMIRAS_PAGES, Typed, change_pages
from tests.languages import LANGS
from tests.web.scene import Scene, Visitor

ADULT = AMIRAS_PAGES
CHILD = change_pages(AMIRAS_PAGES, age={"age": ["under_18"]})
COURT = "A court may ask for words that are written down. So you need not write what happened."
TOLD = {
    "adult": (
        "The restorative justice service for your area reads what you send. Nobody else can open it.",
        "If a child or someone else is at serious risk, they may have to tell others.",
        "This is not an emergency line. In danger, ring: 999",
        COURT,
    ),
    "child": (
        "What you send is read by that service and by nobody else.",
        "If you or someone else could be badly hurt, they may have to tell others, to keep you safe.",
        "This is not an emergency line. If you are in danger, ring: 999",
        COURT,
    ),
}


def list_boxes(visitor: Visitor, address: str) -> list[str]:
    """Return the names of the boxes for words on a page."""
    page = visitor.look(address)
    written = [tag for tag in page.list_tags("input") if tag.get("type") in {"text", "tel", "email"}]
    return [tag.get("name", "") for tag in (*page.list_tags("textarea"), *written)]


@pytest.mark.parametrize(("who", "pages"), [("adult", ADULT), ("child", CHILD)])
def test_court_safeguarding_and_emergencies_are_told_before_the_first_box(
    visitor: Visitor, who: str, pages: dict[str, Typed]
) -> None:
    """In these words, and the page must be agreed to before there is anything to write in."""
    page = visitor.fill_in(pages, until="begin")
    assert [words for words in TOLD[who] if words not in page.words] == []
    for slug in ("who", "age", "begin"):
        assert list_boxes(visitor, f"refer/{slug}") == []
    assert visitor.look("refer/check").address == "/en/refer/begin"  # nothing is sent around it
    assert visitor.go_on("refer/begin", {}).address == "/en/refer/begin"
    assert visitor.go_on("refer/begin", pages["begin"]).address == "/en/refer/now"


@pytest.mark.parametrize("lang", LANGS)
def test_in_every_language_the_number_is_there(scene: Scene, lang: str) -> None:
    """And the same count of points for grown-ups and for who is under 18, so that none was left out."""
    emergency = {"adult": 5, "child": 8}
    for who, pages in (("adult", ADULT), ("child", CHILD)):
        page = scene.visitor(lang).fill_in(pages, until="begin")
        assert "999" in page.words
        main = page.html.partition("<main")[2].partition("</main")[0]
        assert main.count("<li") >= emergency[who]
