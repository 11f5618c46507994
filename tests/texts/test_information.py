"""The words of the part after abuse: sourced, plain, free of what hurts, and honest about what stays on a device."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from portal.proofreading.readability import grade
from portal.proofreading.running_text import read_html, split_sentences
from portal.texts.front_matter import LONGEST_TRUST, ContentFault, parse_listing, read_content_file
from portal.texts.helplines import load_helplines
from portal.texts.library import LISTINGS, Library
from tests.languages import LANGS
from tests.texts.test_content import CONTENT, list_kept

LIBRARY = Library(CONTENT)
WORDS = LIBRARY.list_information()
EACH = pytest.mark.parametrize("word", WORDS)
# Never told to anybody here, never promised, and no words that set two people equal: facts.md 1.5 and 5.4.
NEVER = re.compile(
    r"not for you|(?:not|in)eligible|not suitable|unsuitable|not qualify|\bheal|recover|\bpeace|feel better"
    r"|your (?:abuser|attacker|stalker|rapist)|\bthe victim|relationship|reconcil|get back together|fell out with",
    re.IGNORECASE,
)
# No stories and no quotes: whom they are said to come from cannot be checked.
STORY = re.compile(
    r"year-old|\b(?:her|his) story\b|\b(?:one|a) (?:woman|man) (?:told|said)|>[^<]*\bsaid: ", re.IGNORECASE
)
# Source: facts.md 5.6; without those marked UNVERIFIED, and without the emergency lines, which stand on every page.
SPECIALISTS = {
    *("domestic-abuse", "live-fear-free", "live-fear-free-text", "mens-advice-line", "mankind", "galop", "signhealth"),
    *("karma-nirvana", "forced-marriage", "rape-crisis", "stalking", "paladin", "prison-contact"),
    *("victim-support", "samaritans", "childline", "respect"),
}


def read_texts(lang: str) -> dict[str, list[str]]:
    """Return title, summary and running text of each page that is written in a language."""
    pages = [LIBRARY.information(lang, word) for word in WORDS]
    return {
        page.slug: [page.title, page.summary, *read_html(page.html).blocks] for page in pages if not page.is_fallback
    }


@EACH
def test_every_page_says_where_it_comes_from_and_for_how_long_it_is_to_be_trusted(word: str) -> None:
    """Helplines, law and re:hub for three months, research for a year."""
    page = LIBRARY.information("en", word)
    assert len({source.address for source in page.sources}) == len(page.sources) >= 5
    longest = LONGEST_TRUST if word == "reading" else timedelta(days=92)
    assert page.check_again_by - page.checked_on <= longest


@EACH
def test_a_page_can_be_read_at_ten(word: str) -> None:
    """Whoever is frightened reads worse than usual."""
    assert grade(read_html(LIBRARY.information("en", word).html).sentences) <= 6


def test_the_pages_together_are_plainer_still() -> None:
    """And short enough a sentence."""
    texts = read_texts("en")
    assert median(grade(split_sentences(text)) for text in texts.values()) <= 5


@EACH
def test_words_that_promise_or_turn_away_are_avoided(word: str) -> None:
    """Headings, lists and links too."""
    page = LIBRARY.information("en", word)
    own_words = re.sub(r'<div class="helpline">.*?</div>', " ", page.html)
    text = " ".join([page.title, page.summary, re.sub(r"<[^>]+>", " ", own_words)])
    assert NEVER.findall(text) == []
    assert STORY.findall(text) == []


@pytest.mark.parametrize("words", ["This is not for you.", "You will heal.", "your abuser", "unsuitable"])
def test_the_check_finds_them(words: str) -> None:
    """The search itself can fail."""
    assert NEVER.search(words)


def test_what_comes_first_comes_first() -> None:
    """After stalking the advice not to answer; elsewhere specialist help, before any way to ask."""
    stalking = LIBRARY.information("en", "three").html
    assert stalking.startswith("<p><strong>The safety advice is not to answer a stalker at all.</strong>")
    for word in ("start", "two", "three"):
        html = LIBRARY.information("en", word).html
        assert html.index("/information/care" if word == "start" else 'class="helpline"') < html.index(
            "/information/choices"
        )
    choices = LIBRARY.information("en", "choices").html
    assert choices.index("Without any contact") < choices.index("With contact")


def test_the_specialists_are_those_that_a_page_states() -> None:
    """All of them with their source and day; none that nobody could confirm."""
    lines = load_helplines(CONTENT, "en").by_key
    cards = LIBRARY.information("en", "care").html
    drawn = {key for key in lines if load_helplines(CONTENT, "en").draw_card(key) in cards}
    assert drawn == SPECIALISTS
    for unverified in ("0808 500 2222", "0808 801 0331", "0808 808 8141"):
        assert unverified not in cards


@pytest.mark.parametrize("lang", LANGS)
def test_a_translation_keeps_sources_dates_numbers_and_what_stays(lang: str) -> None:
    """The codes of the lists are what a test of a real browser compares with."""
    for word in WORDS:
        own, english = LIBRARY.information(lang, word), LIBRARY.information("en", word)
        assert list_kept(own) == list_kept(english), word


def test_what_stays_is_told_on_the_page_for_discreet_mode_with_scripts_and_without() -> None:
    """All of the front matter, and nothing that is on no list."""
    page = LIBRARY.information("en", "screen")
    assert set(page.listings) == set(LISTINGS)
    for words in page.listings.values():
        assert "<ul>" + "".join(f"<li>{each}</li>" for each in words.values()) + "</ul>" in page.html
    discreet, with_script, without = (set(page.listings[name]) for name in LISTINGS)
    assert "back_button" in (with_script & without) - discreet
    assert [word for word in WORDS if LIBRARY.information("en", word).listings] == ["screen"]


@pytest.mark.parametrize(
    "listing",
    ["[a, list]", "words", "{UPPER: words}", "{code: ''}", "{code: [words]}", "{1: words}"],
)
def test_a_list_that_is_not_codes_with_words_is_refused(tmp_path: Path, listing: str) -> None:
    """By the name of its field."""
    path = tmp_path / "page.md"
    path.write_text(f"---\ntitle: x\nstays_with_script: {listing}\n---\n\nwords\n", encoding="utf-8")
    with pytest.raises(ContentFault) as caught:
        parse_listing(read_content_file(path), "stays_with_script")
    assert caught.value.field.startswith("stays_with_script")
