"""The content itself: complete and dated. How it reads, and how translations stand, is tests/proofreading's."""

import re
from pathlib import Path

import pytest

from portal.domain.stages import Stage
from portal.proofreading.running_text import count_words, read_html
from portal.texts.languages import OFFERED
from portal.texts.library import Library, Page

CONTENT = Path(__file__).resolve().parents[2] / "content"
LIBRARY = Library(CONTENT)
LANGS = [language.code for language in OFFERED]
SLUGS = list(LIBRARY.list_slugs())
STAGES = [*(stage.value for stage in Stage), "on_hold", "paused", "withdrawn", "youth_route"]
GIVES_AWAY = re.compile(r"crime|justice|police|court|prison|probation|victim|abuse|harm|restorative", re.IGNORECASE)


def read_stage(lang: str, code: str) -> list[str]:
    words = LIBRARY.stage(lang, code)
    return read_html(words.now, words.decides, words.you_can).blocks


def list_texts(lang: str) -> dict[str, list[str]]:
    """Return the running text of every page and stage that is written in a language."""
    pages = {slug: LIBRARY.page(lang, slug) for slug in SLUGS}
    texts = {slug: [page.title, page.summary, *read_html(page.html).blocks] for slug, page in pages.items()}
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
def test_every_english_page_says_where_it_comes_from(slug: str) -> None:
    page = LIBRARY.page("en", slug)
    assert page.title
    assert page.summary
    assert page.owner
    assert len({source.address for source in page.sources}) == len(page.sources) > 0


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
