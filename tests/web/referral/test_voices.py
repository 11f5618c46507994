"""A witness, family after a death, somebody under 18: other words on the way, and the desk is told."""

from __future__ import annotations

import pytest

from portal.domain.questions import FLOW
from tests.builders import AMIRAS_PAGES, BENS_PAGES, Typed, change_pages
from tests.web.referral.drafts import read_answers
from tests.web.scene import Scene, Visitor

CHILDLINE = "0800 1111"
NOT_ON_THEIR_WAY = {"agreed", "sender", "line", "which", "reach", "words"}
AFTER_AGE = [step.slug for step in FLOW[2:] if step.slug not in NOT_ON_THEIR_WAY]


def about(age: str, connection: str, pages: dict[str, Typed] | None = None) -> dict[str, Typed]:
    """Return the pages of somebody who says this about themself."""
    return change_pages(pages or dict(BENS_PAGES), age={"age": [age], "connection": [connection]})


@pytest.mark.parametrize("connection", ["saw", "family"])
def test_who_saw_it_or_lost_somebody_goes_the_whole_way(scene: Scene, visitor: Visitor, connection: str) -> None:
    """No page speaks of "the person who harmed you"."""
    page = visitor.fill_in(about("adult", connection))
    assert "The person who did it is not told that you asked." in page.words
    for slug in ("what", "them", "steps"):
        main = visitor.look(f"refer/{slug}").html.split("<main")[1].split("</main>")[0]
        assert "harmed you" not in main
    assert read_answers(scene, visitor)["connection"] == [connection]
    assert visitor.go_on("refer/check").code


def test_the_words_follow_a_changed_answer(visitor: Visitor) -> None:
    """Nothing of the one voice is left in the other."""
    visitor.fill_in(about("adult", "saw"))
    visitor.go_on("refer/age?change=1", {"age": "adult", "connection": "self"}, at="refer/age")
    assert "About the person who harmed you" in visitor.look("refer/them").words
    assert "The person who harmed you is not told" in visitor.look("refer/check").words


@pytest.mark.parametrize("slug", AFTER_AGE)
def test_under_18_every_step_has_childline_and_asks_for_no_parent(visitor: Visitor, slug: str) -> None:
    """The number is data; nobody else sees it on every step."""
    visitor.fill_in(about("under_18", "self"))
    page = visitor.look(f"refer/{slug}")
    assert page.address == f"/en/refer/{slug}"
    assert CHILDLINE in page.words
    named = {each.get("name", "") for each in page.list_tags("input")}
    assert not [name for name in named if "parent" in name]
    visitor.send("refer/age", {"age": "adult"})
    assert CHILDLINE not in visitor.look(f"refer/{slug}").words


def test_under_18_it_is_said_plainly_that_a_person_takes_over(visitor: Visitor) -> None:
    """Before the first box, before sending, and after it."""
    begin = visitor.fill_in(about("under_18", "self"), until="begin")
    assert "A person at the service takes over and talks with you" in begin.words
    assert "You need not give us a parent's name or number." in begin.words
    assert "Could someone hurt you now?" in visitor.go_on("refer/begin", AMIRAS_PAGES["begin"]).words
    check = visitor.fill_in(about("under_18", "self"))
    assert "A person at the service takes over from here." in check.words
    sent = visitor.go_on("refer/check")
    assert "A person at the service takes over from here" in sent.words
    assert CHILDLINE in sent.words
    assert CHILDLINE not in visitor.fill_in(about("adult", "self")).words
