"""What people type in their own words leads to the page that answers it, in every language that has such words."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from portal.search.entries import list_entries
from portal.search.finder import FOR_DANGER, LONGEST, MOST_HITS, Finder
from portal.search.folding import Rules, fold
from portal.search.own_words import load_own_words
from portal.texts.front_matter import ContentFault
from portal.texts.library import Library
from portal.wiring import CONTENT

LIBRARY = Library(CONTENT)
FINDER = Finder(LIBRARY, CONTENT)
PRISON, WAYS, ABUSE = "pages/if-they-are-in-prison", "pages/ways-to-do-it", "information/start"
LATE, HELP = "pages/questions-people-ask", FOR_DANGER[0]


def first(lang: str, typed: str) -> str:
    """Return the name of the best page; empty when there is none."""
    hits = FINDER.find(lang, typed).hits
    return hits[0].name if hits else ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("prison visit", PRISON),
        ("visiting him in prison", PRISON),
        ("jail", PRISON),
        ("say sorry", WAYS),
        ("I want an apology", WAYS),
        ("meet him", WAYS),
        ("write her a letter", WAYS),
        ("he hit me", ABUSE),
        ("HE HITS ME!!", ABUSE),
        ("i was raped", "information/two"),
        ("wont leave me alone", "information/three"),
        ("won't leave me alone", "information/three"),
        ("am I too late", LATE),
        ("it happened years ago", LATE),
        ("how long does it take", "pages/how-long-it-takes"),
        ("I lost my code", "places/status"),
        ("how do i apply", "places/refer"),
        ("my son was killed", "pages/after-someone-has-died"),
        ("nobody told me", "pages/you-can-ask"),
        ("ombudsman", "pages/how-to-complain"),
        ("they said no", "pages/if-the-answer-is-no"),
        ("re:hub", "pages/rehub"),
        ("rehub", "pages/rehub"),
        ("who can read this", "pages/privacy"),
        ("wheelchair", "pages/help-to-take-part"),
        ("do I have to forgive him", "pages/what-it-is-not"),
        ("im 15", "pages/if-you-are-under-18"),
        ("postcode", "pages/find"),
        ("what does facilitator mean", "pages/glossary"),
        ("surrogate", "pages/glossary"),
        ("apolgise", WAYS),
        ("restoritive justice", "pages/what-it-is"),
        ("café", ""),
    ],
)
def test_own_words_lead_to_the_page_that_answers_them(typed: str, name: str) -> None:
    """Without the words of the page, misspelt, in capitals; and nothing where nothing fits."""
    assert first("en", typed) == name


@pytest.mark.parametrize(
    ("lang", "typed", "name"),
    [
        ("cy", "ymweld â'r carchar", PRISON),
        ("cy", "ngharchar", PRISON),
        ("cy", "garchar", PRISON),
        ("cy", "dweud sori", WAYS),
        ("cy", "cwrdd ag ef", WAYS),
        ("cy", "gwrdd ag ef", WAYS),
        ("cy", "wedi fy nharo", ABUSE),
        ("cy", "ydw i'n rhy hwyr", LATE),
        ("cy", "prison visit", PRISON),
        ("ar", "زيارة السجن", PRISON),
        ("ar", "بالسجن", PRISON),
        ("ar", "إعتذار", WAYS),
        ("ar", "رساله", WAYS),
        ("ar", "أريد أن أقابله", WAYS),
        ("ar", "ضَرَبَني", ABUSE),
        ("ar", "هل فات الأوان", LATE),
        ("ar", "prison visit", PRISON),
    ],
)
def test_so_they_do_in_other_languages(lang: str, typed: str, name: str) -> None:
    """With mutations, vowel marks, other forms of a letter and what is joined to a word; in English too."""
    assert first(lang, typed) == name


@pytest.mark.parametrize(
    ("lang", "typed"),
    [
        ("en", "suicide"),
        ("en", "Suicidal thoughts"),
        ("en", "sucide"),
        ("en", "I want to kill myself"),
        ("en", "he will kill me"),
        ("en", "want to die"),
        ("en", "he has a knife in the prison"),
        ("en", "999"),
        ("cy", "hunanladdiad"),
        ("cy", "lladd fy hun"),
        ("cy", "suicide"),
        ("ar", "الإنتحار"),
        ("ar", "سيقتلني"),
        ("ar", "suicide"),
    ],
)
def test_words_of_danger_put_help_first(lang: str, typed: str) -> None:
    """Before whatever else fits, and the page is told."""
    found = FINDER.find(lang, typed)
    assert found.is_danger
    assert tuple(hit.name for hit in found.hits[: len(FOR_DANGER)]) == FOR_DANGER


def test_words_of_danger_lead_to_no_page_that_merely_holds_them() -> None:
    """Nobody who thinks of dying is shown the page about a death; what else they typed is still answered."""
    assert [hit.name for hit in FINDER.find("en", "I want to kill myself").hits] == [*FOR_DANGER]
    assert [hit.name for hit in FINDER.find("en", "he has a knife in the prison").hits][:3] == [*FOR_DANGER, PRISON]


@pytest.mark.parametrize("typed", ["prison visit", "my son was killed", "say sorry", "danger of reoffending"])
def test_other_words_do_not(typed: str) -> None:
    """Who has lost somebody is not told to ring for help."""
    assert not FINDER.find("en", typed).is_danger


@pytest.mark.parametrize("typed", ["", "   ", "the", "qqqqqqq", "?!", "<>", "'; --", "\x00", "❤"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    """And nothing goes wrong."""
    assert FINDER.find("en", typed).hits == ()


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    """However long it is; and never more pages than somebody looks at."""
    assert first("en", "x" * LONGEST + " prison visit") == ""
    assert 0 < len(FINDER.find("en", "ask police court meeting help safe " * 2000).hits) <= MOST_HITS


def test_a_page_is_shown_with_the_sentence_that_says_most() -> None:
    """A whole one of its own; the summary where no sentence says it."""
    (hit, *_) = FINDER.find("en", "probation").hits
    assert "probation" in hit.sentence
    assert hit.sentence.endswith(".")
    assert FINDER.find("en", "behind bars").hits[0].sentence == LIBRARY.page("en", "if-they-are-in-prison").summary


def test_what_is_found_in_another_language_says_so(tmp_path: Path) -> None:
    """A language without words of its own is searched with the English ones."""
    assert {hit.lang for hit in FINDER.find("cy", "carchar").hits} == {"cy"}
    (hit, *_) = Finder(Library(CONTENT), tmp_path_with_english_words(tmp_path)).find("cy", "prison visit").hits
    assert (hit.name, hit.lang) == (PRISON, "cy")


def tmp_path_with_english_words(folder: Path) -> Path:
    """Return a folder in which only English has words for the search."""
    (folder / "en").mkdir()
    (folder / "en" / "search.toml").write_bytes((CONTENT / "en" / "search.toml").read_bytes())
    return folder


def test_what_is_typed_is_logged_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """Nor does the finder keep it."""
    with caplog.at_level(logging.DEBUG):
        FINDER.find("en", "zanzibar my private words")
    assert "zanzibar" not in caplog.text
    assert "zanzibar" not in repr(vars(FINDER))


def test_everything_to_read_can_be_found_and_nothing_twice() -> None:
    """But the list of all pages, which fits every word."""
    words = load_own_words(CONTENT, "en")
    assert words
    names = [entry.name for entry in list_entries(LIBRARY, "en", (words,))]
    assert len(names) == len(set(names))
    assert {f"pages/{slug}" for slug in LIBRARY.list_slugs()} - set(names) == {"pages/all-pages"}


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Ŵyn", "wyn"), ("don’t", "dont"), ("أُريد", "اريد"), ("جـــريمة", "جريمة"), ("Maße", "masse"), ("ਕਾਨੂੰਨ", "ਕਾਨੂੰਨ")],
)
def test_letters_are_folded_and_indic_vowels_stay(written: str, folded: str) -> None:
    """Another vowel there is another word."""
    assert fold(written) == fold(folded) == folded


def test_a_word_of_an_indic_script_is_one_word() -> None:
    """Its vowel signs are no blanks between words."""
    assert Rules().list_words("ਪੁਲਿਸ ਨੂੰ আপনি। ગુનો") == [fold(each) for each in ("ਪੁਲਿਸ", "ਨੂੰ", "আপনি", "ગુનો")]


@pytest.mark.parametrize("text", ["[[said]]\nwords = ['x']", "[other]", "[rules]\nendings = ['x']", "not toml"])
def test_words_that_are_not_whole_are_refused(tmp_path: Path, text: str) -> None:
    """By the name of the file."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "search.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentFault):
        load_own_words(tmp_path, "en")
