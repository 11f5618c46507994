"""Every status has a page of its own: what happened, what is safe, what to do, and the ways out, to help and on."""

from __future__ import annotations

import re

import pytest

from portal.texts.error_words import TYPED, find_error_words
from portal.texts.languages import OFFERED
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

STATUSES = [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503]
LED_TO = [each for each in STATUSES if each not in {429, 503}]
OF_THE_TRADE = re.compile(r"[0-9]|\b(error|invalid|request|server|method|session|URL|token)\b", re.IGNORECASE)
LANGUAGES = pytest.mark.parametrize(("lang", "direction"), [(each.code, each.direction) for each in OFFERED])


def main_of(page: Page) -> str:
    """Return the words of a page's own part."""
    return Page(page.html.split("<main")[1].split("</main>")[0]).words


@LANGUAGES
@pytest.mark.parametrize("status", LED_TO)
def test_a_page_says_what_happened_and_shows_the_ways(scene: Scene, status: int, lang: str, direction: str) -> None:
    """With the status, in the language, and nothing set in the browser."""
    visitor = scene.visitor(lang)
    answer = visitor.ask(f"again/{status}")
    page = Page(answer.get_data(as_text=True))
    (html,) = page.list_tags("html")
    assert (answer.status_code, html["lang"], html["dir"]) == (status, lang, direction)
    hrefs = [link["href"] for link in page.list_tags("a")]
    assert hrefs[1] == f"/leave?lang={lang}"
    assert {f"/{lang}/", f"/{lang}/get-help-now"} <= set(hrefs)
    assert len(page.list_tags("h1")) == 1
    assert "noindex" in page.html
    assert {"Set-Cookie", "Location"}.isdisjoint(answer.headers)
    assert (status == 405) == ("Allow" in answer.headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_no_two_statuses_say_the_same(scene: Scene) -> None:
    """Words of its own: heading, what happened, what to do."""
    words = [find_error_words(status) for status in STATUSES]
    assert len({each.heading for each in words}) == len({each.what_happened for each in words}) == len(STATUSES)
    pages = [scene.visitor().look(f"again/{status}") for status in LED_TO]
    assert len({main_of(page) for page in pages}) == len(LED_TO)
    assert all(TYPED in page.words for page in pages)


@pytest.mark.parametrize("status", [*STATUSES, 401, 406, 410, 414, 418, 431, 501, 505])
def test_the_words_are_plain(status: int) -> None:
    """Short sentences without a number or a word of the trade, also for a status that has none of its own."""
    said = find_error_words(status)
    sentences = [said.heading, *re.split(r"(?<=[.?])\s", f"{said.what_happened} {said.what_is_safe} {said.what_to_do}")]
    for sentence in (*sentences, *re.split(r"(?<=[.])\s", TYPED)):
        assert len(sentence.split()) <= 20, sentence
        assert not OF_THE_TRADE.search(sentence)


@pytest.mark.parametrize("status", [200, 204, 303, 401, 418, 429, 503, 999])
def test_an_address_leads_to_no_other_status(visitor: Visitor, status: int) -> None:
    """Nobody makes this site seem to wait, or to be what it is not, with a link."""
    assert visitor.ask(f"again/{status}").status_code == 404


def test_an_address_of_the_api_that_is_not_there_is_said_as_json(visitor: Visitor) -> None:
    """Whoever asks is a program."""
    answer = visitor.ask("/api/rehub/v2/updates")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json == {"type": "about:blank", "title": "Not Found", "status": 404}
