"""Each rule finds what it is for, and leaves alone what is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from portal.proofreading.date_rules import check_age, check_trust
from portal.proofreading.findings import Finding, Measure
from portal.proofreading.link_rules import Places, check_links
from portal.proofreading.page_rules import Text, check_grades, check_text, check_title, measure
from portal.proofreading.readability import grade
from portal.proofreading.running_text import count_words, read_html
from portal.proofreading.word_lists import load_word_lists
from portal.wiring import CONTENT

LISTS = load_word_lists(CONTENT, "en")
PLACES = Places(("home", "glossary"), {"information": ("", "start")}, ("refer",), lambda _slug: ("rehub",))
DAY = date(2026, 11, 23)


def write(html: str, lang: str = "en", title: str = "Words") -> Text:
    """Return a text with these blocks."""
    return Text(lang, "pages/made-up", title, "A page.", read_html(html))


def rules(found: Iterator[Finding]) -> set[str]:
    """Return the rules that found something."""
    return {finding.rule for finding in found}


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (f"<p>{'word ' * 26}.</p>", "long sentence"),
        (f"<li>{'Some words stand here. ' * 14}</li>", "wall of text"),
        ("<h2>Who? And when?</h2>", "two questions in a heading"),
        ("<p>Both sides move on.</p>", "word to avoid"),
        ("<p>Your Offender’s case.</p>", "word to avoid"),
        ("<p>It lets you heal.</p>", "word to avoid"),
        ('<p>To read it, <a href="/en/">click here</a>.</p>', "link that does not say where it leads"),
        ("<p>Ask the MAPPA panel.</p>", "abbreviation that nothing explains"),
    ],
)
def test_a_text_is_held_to_every_rule(html: str, rule: str) -> None:
    """Each by itself."""
    assert rules(check_text(write(html), LISTS)) == {rule}


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'word ' * 25}.</p>",
        "<h2>Who and when?</h2><p>Who? And when?</p>",
        "<p>Ask Victim Support. The Victims’ Code says so. Health comes first.</p>",
        '<p>Read <a href="/en/">about the first page</a>.</p>',
        f'<div class="helpline"><p>{"word " * 40}</p></div>',
        f'<details class="words"><summary>x</summary><p>{"word " * 40}</p></details>',
    ],
)
def test_what_is_right_is_left_alone(html: str) -> None:
    """And so is what no editor wrote on the page."""
    assert list(check_text(write(html), LISTS)) == []


def test_a_list_of_another_language_is_its_own() -> None:
    """Sentences are measured in every script."""
    arabic = write(f"<p>{'كلمة ' * 26}. كلا الطرفين.</p>", "ar")
    assert rules(check_text(arabic, load_word_lists(CONTENT, "ar"))) == {"long sentence", "word to avoid"}
    assert count_words("قبلَ أن تطلب") == 3
    assert count_words("আপনি জিজ্ঞাসা করতে পারেন।") == 4
    assert count_words("re:hub isn't a well-known team of 12.") == 7


@pytest.mark.parametrize(
    ("title", "is_telling"), [("After sexual harm", True), ("Victims", True), ("Your rights", False)]
)
def test_a_title_tells_nothing_of_what_was_done(title: str, is_telling: bool) -> None:
    """It stays in the tab and in the history."""
    assert bool(list(check_title(write("", title=title), LISTS))) is is_telling


@pytest.mark.parametrize(
    ("address", "is_fault"),
    [
        ("/en/", False),
        ("/en/glossary#rehub", False),
        ("/en/refer", False),
        ("/en/information", False),
        ("/en/information/start", False),
        ("https://example.org/", False),
        ("/en/information/nothing", True),
        ("/en/nothing", True),
        ("/en/glossary#nothing", True),
        ("/cy/glossary", True),
    ],
)
def test_a_link_leads_somewhere_in_the_same_language(address: str, is_fault: bool) -> None:
    """And to a part that is there."""
    found = rules(check_links(write(f'<p><a href="{address}">there</a></p>'), PLACES))
    assert found == ({"link"} if is_fault else set())


@pytest.mark.parametrize(
    ("checked", "again", "is_lasting", "rule"),
    [
        (0, 92, False, set()),
        (0, 93, False, {"check_again_by"}),
        (0, 366, True, set()),
        (0, 367, True, {"check_again_by"}),
        (-92, 0, False, set()),
        (-92, -1, False, {"past its date"}),
        (1, 10, False, {"checked_on"}),
    ],
)
def test_days_are_not_too_far_apart_and_not_past(checked: int, again: int, is_lasting: bool, rule: set[str]) -> None:
    """Three months, or a year for what changes slowly."""
    days = (DAY + timedelta(checked), DAY + timedelta(again))
    assert rules(check_trust("en", "pages/x", days, is_lasting=is_lasting, today=DAY)) == rule


def test_what_was_looked_up_long_ago_is_named() -> None:
    """Each by its own name."""
    looked_up = [("old", DAY - timedelta(93)), ("new", DAY - timedelta(92))]
    (found,) = check_age("helplines.toml", looked_up, timedelta(92), DAY)
    assert found.words.startswith("old ")


def test_a_hard_page_and_hard_pages_are_found() -> None:
    """One alone must not be over eight, most of them not over six."""
    hard = Measure("en", "pages/hard", 8.1, 10, 12, 20)
    plain = Measure("en", "pages/plain", 3.0, 10, 12, 20)
    assert [finding.place for finding in check_grades([hard, plain, plain])] == ["pages/hard"]
    assert [finding.place for finding in check_grades([hard, hard, plain])] == ["pages/hard", "pages/hard", "all pages"]
    assert rules(check_grades([Measure("cy", "pages/x", None, 3, 15.1, 20)])) == {"long sentences"}


def test_the_grade_tells_plain_words_from_hard_ones() -> None:
    """In English only."""
    easy = ["You can ask for it.", "You can stop when you like."]
    hard = ["Restorative interventions necessitate comprehensive multidisciplinary suitability determinations."]
    assert grade(easy) < 3
    assert grade(hard) > 12
    assert grade([]) == 0
    assert measure(write("<p>Aros.</p>", "cy")).grade is None
