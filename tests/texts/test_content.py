"""The content itself: complete, plain, kind, dated, and translations that still match their English."""

import re
from datetime import timedelta
from pathlib import Path
from statistics import mean, median

import pytest

from portal.domain.stages import Stage
from portal.texts.front_matter import LONGEST_TRUST, read_content_file
from portal.texts.languages import OFFERED
from portal.texts.library import Library, Page, english_digest
from tests.texts.reading import count_words, grade, read_blocks, split_sentences

CONTENT = Path(__file__).resolve().parents[2] / "content"
LIBRARY = Library(CONTENT)
LANGS = [language.code for language in OFFERED]
SLUGS = list(LIBRARY.list_slugs())
# Source: content.md, "Truth": helplines, law and re:hub are checked again within three months.
LONGER_TRUST = {"accessibility": timedelta(days=183)} | dict.fromkeys(
    ("ways-to-do-it", "what-it-is", "what-research-says"), LONGEST_TRUST
)
TRANSLATIONS = sorted(set(CONTENT.glob("*/*/*.md")) - set(CONTENT.glob("en/*/*.md")))
STAGES = [*(stage.value for stage in Stage), "on_hold", "paused", "withdrawn", "youth_route"]
# Source: facts.md 5.4 and 8.3. "Victim" is allowed where the law or an office speaks.
AVOID = re.compile(
    r"both sides|conflict|dispute|relationship problem|mediat|forgiv|closure|move on|\bheal(?!th)|why did you stay"
    r"|alleged|offender|perpetrator|harmer|domestic violence|innocent victim|victim-survivor|click here"
    r"|\bvictims?\b(?!['’] code| support| liaison| contact scheme)",
    re.IGNORECASE,
)
GIVES_AWAY = re.compile(r"crime|justice|police|court|prison|probation|victim|abuse|harm|restorative", re.IGNORECASE)


def read_stage(lang: str, code: str) -> list[str]:
    words = LIBRARY.stage(lang, code)
    return read_blocks(words.now + words.decides + words.you_can)


def list_texts(lang: str) -> dict[str, list[str]]:
    """Return the running text of every page and stage that is written in a language."""
    pages = {slug: LIBRARY.page(lang, slug) for slug in SLUGS}
    texts = {slug: [page.title, page.summary, *read_blocks(page.html)] for slug, page in pages.items()}
    texts |= {code: read_stage(lang, code) for code in STAGES}
    return {name: text for name, text in texts.items() if name in STAGES or not pages[name].is_fallback}


def list_kept(page: Page) -> list[object]:
    """Return what no translation of a page may change: sources, days, numbers and what lists are about."""
    numbers = re.findall(r'href="(?:tel:|https:)[^"]*"', page.html)
    listed = {name: list(words) for name, words in page.listings.items()}
    return [page.sources, page.checked_on, page.check_again_by, numbers, listed]


def test_the_index_leads_to_every_page() -> None:
    html = LIBRARY.page("en", "all-pages").html
    others = {*SLUGS} - {"all-pages", "home"}
    assert others <= set(re.findall(r'href="/en/([a-z0-9-]+)"', html))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_english_page_says_where_it_comes_from_and_for_how_long_it_is_to_be_trusted(slug: str) -> None:
    page = LIBRARY.page("en", slug)
    assert page.title
    assert page.summary
    assert page.owner
    assert len({source.address for source in page.sources}) == len(page.sources) > 0
    assert page.check_again_by - page.checked_on <= LONGER_TRUST.get(slug, timedelta(days=92))


@pytest.mark.parametrize("lang", LANGS)
def test_every_stage_has_words_of_its_own_in_every_language(lang: str) -> None:
    assert all(LIBRARY.stage(lang, code).shown_lang == lang for code in STAGES)
    assert len({LIBRARY.stage(lang, code).name for code in STAGES}) == len(STAGES)


def test_no_stage_is_left_over() -> None:
    for lang in LANGS:
        assert {path.stem for path in (CONTENT / lang / "stages").glob("*.md")} == set(STAGES)


@pytest.mark.parametrize("code", STAGES)
def test_a_stage_name_gives_nothing_away_over_a_shoulder(code: str) -> None:
    name = LIBRARY.stage("en", code).name
    assert count_words(name) <= 4
    assert not GIVES_AWAY.search(name)


def test_no_stage_but_ours_claims_a_published_number_of_days() -> None:
    limits = {code: LIBRARY.stage("en", code).limit for code in STAGES}
    assert {code for code, limit in limits.items() if limit and re.search(r"\d", limit)} == {"received"}
    assert limits["rehub_check"] is None
    assert limits["approval_board"] is None


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_a_reading_grade_of_at_most_eight(slug: str) -> None:
    assert grade(read_blocks(LIBRARY.page("en", slug).html)) <= 8


def test_the_median_page_and_stage_can_be_read_at_eleven() -> None:
    assert median(grade(read_blocks(LIBRARY.page("en", slug).html)) for slug in SLUGS) <= 6
    assert median(grade(read_stage("en", code)) for code in STAGES) <= 6
    assert max(grade(read_stage("en", code)) for code in STAGES) <= 8


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_is_longer_than_25_words(lang: str) -> None:
    sentences = [sentence for text in list_texts(lang).values() for sentence in split_sentences(text)]
    assert [sentence for sentence in sentences if count_words(sentence) > 25] == []
    assert mean(count_words(sentence) for sentence in sentences) <= 15


@pytest.mark.parametrize("lang", LANGS)
def test_no_paragraph_is_a_wall_of_text(lang: str) -> None:
    assert [block for text in list_texts(lang).values() for block in text if count_words(block) > 60] == []


def test_words_that_hurt_are_avoided() -> None:
    found = {name: AVOID.findall(" ".join(text)) for name, text in list_texts("en").items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: "/".join(path.with_suffix("").parts[-3:]))
def test_a_translation_matches_the_english_it_was_made_from(path: Path) -> None:
    english = read_content_file(CONTENT / "en" / path.parent.name / path.name)
    assert read_content_file(path).front["translates"] == english_digest(english), "the English has changed since"


@pytest.mark.parametrize("lang", LANGS)
def test_a_translation_carries_the_sources_dates_and_helplines_of_its_english(lang: str) -> None:
    for slug in SLUGS:
        assert list_kept(LIBRARY.page(lang, slug)) == list_kept(LIBRARY.page("en", slug)), slug


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_without_a_translation_falls_back_to_english_and_says_so(lang: str) -> None:
    translated = {path.stem for path in (CONTENT / lang / "pages").glob("*.md")}
    assert {slug for slug in SLUGS if LIBRARY.page(lang, slug).is_fallback} == set(SLUGS) - translated


def test_the_home_page_offers_the_four_ways_first() -> None:
    html = LIBRARY.page("en", "home").html
    places = [html.index(f'href="/en/{way}"') for way in ("what-it-is", "refer", "status", "get-help-now")]
    assert places == sorted(places)
    assert places[-1] < html.index("<h2>")


def test_no_page_names_the_site() -> None:
    for lang in LANGS:
        assert not re.search(r"\bHeard\b", " ".join(block for text in list_texts(lang).values() for block in text))
