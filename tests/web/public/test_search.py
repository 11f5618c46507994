"""The search of the site as somebody meets it: found, not found, in danger; and what it never does with their words."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

import pytest

from portal.search.finder import LONGEST
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

PRIVATE = "zanzibar prison"


def links(page: Page) -> list[str]:
    """List where the words of a page lead, without the layout."""
    return re.findall(r'href="(/[^"]*)"', page.html.split("<main")[1].split("</main")[0])


@pytest.mark.parametrize("lang", LANGS)
def test_it_asks_for_words_and_needs_no_script(scene: Scene, lang: str) -> None:
    """A form with one field and a button; the page is found from the foot of every other."""
    visitor = scene.visitor(lang)
    page = visitor.look("search")
    (field,) = [each for each in page.list_tags("input") if each.get("name") == "q"]
    assert (field["autocomplete"], field["spellcheck"], field["maxlength"]) == ("off", "false", str(LONGEST))
    (form,) = [each for each in page.list_tags("form") if each["action"].endswith("/search")]
    assert form["method"] == "get"
    assert f'href="/{lang}/search"' in visitor.look("privacy").html


def test_it_says_what_becomes_of_the_words_in_the_browser(visitor: Visitor) -> None:
    """They stay in the history, and in discreet mode they do not: tests/journeys/test_discreet.py looks."""
    assert "Your words stay in the history of this browser." in visitor.look("search").words
    visitor.client.set_cookie("n", "1", httponly=True)
    assert "your words stay out of the history" in visitor.look("search").words


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("prison visit", "/en/if-they-are-in-prison"),
        ("he hit me", "/en/information/start"),
        ("lost my code", "/en/status"),
        ("apply", "/en/refer"),
        ("what changed in the law", "/en/changes"),
        ("discreet mode", "/en/information/screen"),
    ],
)
def test_each_answer_leads_to_its_page(visitor: Visitor, typed: str, address: str) -> None:
    """Pages, the part after abuse, forms; every one is there."""
    found = links(visitor.look(f"search?q={quote(typed)}"))
    assert address in found
    assert {visitor.look(each).status for each in found} == {200}


def test_in_danger_help_comes_before_everything(visitor: Visitor) -> None:
    """The number and the page of helplines stand above the form and above what was found."""
    page = visitor.look("search?q=kill+myself")
    before_the_form = page.html.split("<main")[1].split("<form")[0]
    assert "tel:999" in before_the_form
    assert "tel:116123" in before_the_form
    answers = re.findall(r'<li><a href="([^"]*)"', page.html.split('class="cards"')[1])
    assert answers[:2] == ["/en/get-help-now", "/en/information/care"]
    assert "tel:999" not in visitor.look("search?q=prison").html.split("<main")[1].split("</main")[0]


def test_where_nothing_is_found_there_are_ways_on(visitor: Visitor) -> None:
    """And no reproach."""
    page = visitor.look("search?q=qqqqqqq")
    assert {"/en/all-pages", "/en/contact", "/en/get-help-now", "/en/questions-people-ask"} <= set(links(page))
    assert page.typed_in("q") == "qqqqqqq"


@pytest.mark.parametrize("lang", LANGS)
def test_words_come_into_no_title_link_cookie_or_index(
    scene: Scene, lang: str, caplog: pytest.LogCaptureFixture
) -> None:
    """They stand in their field, so that they can be changed, and nowhere else; the languages' links leave them out."""
    visitor = scene.visitor(lang)
    with caplog.at_level(logging.DEBUG):
        answer = visitor.ask(f"search?q={quote(PRIVATE)}")
    page = Page(answer.text)
    assert page.html.count("zanzibar") == 1
    assert page.typed_in("q") == PRIVATE
    assert "zanzibar" not in page.title
    assert "zanzibar" not in caplog.text
    assert not [each for each in page.list_tags("a") if "zanzibar" in each.get("href", "")]
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert [each["content"] for each in page.list_tags("meta") if each.get("name") == "robots"] == ["noindex, nofollow"]


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '" autofocus x="', "\u202eprison", "a\x00b", "x" * 5000]
)
def test_whatever_is_typed_is_shown_as_text(visitor: Visitor, typed: str) -> None:
    """Cut to the length of the field, without what cannot be seen, and never obeyed."""
    page = visitor.look(f"search?q={quote(typed)}")
    assert page.status == 200
    (field,) = [each for each in page.list_tags("input") if each.get("name") == "q"]
    assert len(field["value"]) <= LONGEST
    assert not {"autofocus", "x"} & set(field)
    assert not {"\u202e", "\x00"} & set(page.html)
    assert all(each.get("src") for each in page.list_tags("script"))


def test_it_is_asked_by_get_only(visitor: Visitor) -> None:
    """A post would leave its words in the browser's session files."""
    assert visitor.client.post("/en/search", data={"q": "x"}).status_code in {303, 405}
    assert visitor.client.post("/xx/search", data={"q": "x"}).status_code in {303, 404, 405}
