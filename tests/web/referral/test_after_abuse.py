"""The form after abuse, sexual harm or stalking: specialist help, court orders, and ways that need no contact."""

from __future__ import annotations

import re

import pytest

from tests.builders import AMIRAS_PAGES, change_pages
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

NO_REPLY = "The safety advice is not to answer a stalker at all."
HARMS = pytest.mark.parametrize("harm", ["domestic_abuse", "sexual", "stalking"])


def come_to(visitor: Visitor, step: str, harm: str) -> Page:
    """Answer the form until a step, with one kind of harm."""
    return visitor.fill_in(change_pages(AMIRAS_PAGES, what={"harm": [harm]}), until=step)


def read_main(page: Page) -> str:
    return page.html.split("<main")[1].split("</main>")[0]


@HARMS
def test_specialist_help_and_court_orders_stand_before_the_questions_about_the_other_person(
    visitor: Visitor, harm: str
) -> None:
    """With the way to the pages on it, and that one may ask."""
    page = come_to(visitor, "them", harm)
    main = read_main(page)
    assert main.index('href="/en/information/care"') < main.index("<form")
    for words in ("you may ask", "If a court has banned it, tell us here", "checks each order before it passes on"):
        assert words in page.words


@HARMS
def test_ways_without_contact_are_offered(visitor: Visitor, harm: str) -> None:
    """Talking alone, a letter that is not sent, somebody else, support only, or all the ways first."""
    page = come_to(visitor, "hopes", harm)
    boxes = [each["value"] for each in page.list_tags("input") if each.get("name") == "without_contact"]
    assert boxes == ["talk_alone", "letter_not_sent", "someone_similar", "support_only", "not_sure"]
    assert "/en/information/choices" in read_main(page)


def test_after_stalking_the_advice_not_to_answer_comes_first(visitor: Visitor) -> None:
    """With the number of the helpline, before any other word of help and before the hopes."""
    them = read_main(come_to(visitor, "them", "stalking"))
    places = [them.index(each) for each in (NO_REPLY, "tel:08088020300", "/information/three", "/information/care")]
    assert places == sorted(places)
    hopes = read_main(come_to(visitor, "hopes", "stalking"))
    assert hopes.index(NO_REPLY) < hopes.index("<form")


@pytest.mark.parametrize("harm", ["domestic_abuse", "sexual", "theft"])
def test_the_advice_for_stalking_is_given_for_stalking_alone(visitor: Visitor, harm: str) -> None:
    """Elsewhere it would be wrong."""
    pages = [come_to(visitor, "them", harm), come_to(visitor, "hopes", harm)]
    assert [page for page in pages if NO_REPLY in page.words] == []


def test_others_are_not_asked(visitor: Visitor) -> None:
    """Neither about ways without contact, nor pointed to help for abuse."""
    assert "/information" not in read_main(come_to(visitor, "them", "theft"))
    page = come_to(visitor, "hopes", "theft")
    assert "without_contact" not in page.html
    assert "/information" not in read_main(page)


def test_a_choice_without_contact_is_seen_before_sending_and_goes_with_what_it_hung_on(visitor: Visitor) -> None:
    """Whoever takes the kind of harm back sends nothing that tells of it."""
    pages = change_pages(
        AMIRAS_PAGES,
        what={"harm": ["stalking"]},
        hopes={"without_contact": ["talk_alone", "support_only"]},
    )
    check = visitor.fill_in(pages)
    assert "Ways without contact" in check.words
    assert "Talk to a facilitator alone" in check.words
    changed = visitor.go_on("refer/what?change=1", {"harm": ["theft"]})
    assert "Ways without contact" not in changed.words


@HARMS
def test_no_step_turns_anybody_away(scene: Scene, harm: str) -> None:
    """Whatever was answered."""
    visitor = scene.visitor()
    page = come_to(visitor, "them", harm)
    steps = ("who", "age", "begin", "now", "what", "them")
    words = " ".join([page.words, *(visitor.look(f"refer/{step}").words for step in steps)])
    assert not re.search(r"not for you|not eligible|cannot ask|may not ask here|not suitable", words, re.IGNORECASE)
