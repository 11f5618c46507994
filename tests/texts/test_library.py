"""Pages and stages: found, kept, and in English where a language has not got them."""

import shutil
from pathlib import Path

import pytest

from portal.domain.errors import NotFound
from portal.texts.front_matter import ContentFault
from portal.texts.library import Library

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture
def library() -> Library:
    return Library(CONTENT)


def test_a_translated_page_is_shown_in_its_language(library: Library) -> None:
    page = library.page("ar", "what-it-is")
    assert (page.shown_lang, page.is_fallback) == ("ar", False)
    assert not page.reviewed_by_native_speaker
    assert "العدالة التصالحية" in page.html


def test_a_page_not_translated_is_english_with_links_in_the_readers_language(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "ar" / "pages" / "privacy.md").unlink()
    library = Library(tmp_path / "content")
    page = library.page("ar", "privacy")
    assert (page.lang, page.shown_lang, page.is_fallback) == ("ar", "en", True)
    assert page.title == library.page("en", "privacy").title
    assert 'href="/ar/refer"' in page.html


def test_an_english_page_is_no_fallback(library: Library) -> None:
    page = library.page("en", "home")
    assert not page.is_fallback
    assert page.reviewed_by_native_speaker


def test_a_page_is_rendered_once(library: Library) -> None:
    assert library.page("en", "home") is library.page("en", "home")
    assert library.stage("en", "received") is library.stage("en", "received")


@pytest.mark.parametrize(
    ("lang", "slug"),
    [("en", "no-such-page"), ("xx", "home"), ("..", "home"), ("en", "../stages/received"), ("en", ""), ("", "home")],
)
def test_what_is_not_there_is_not_found(library: Library, lang: str, slug: str) -> None:
    with pytest.raises(NotFound):
        library.page(lang, slug)
    with pytest.raises(NotFound):
        library.stage(lang, slug)


def test_a_bad_link_names_the_file(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    path = tmp_path / "content" / "en" / "pages" / "home.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n[away](//evil.example)\n", encoding="utf-8")
    with pytest.raises(ContentFault) as caught:
        Library(tmp_path / "content").page("en", "home")
    assert (caught.value.path, caught.value.field) == (path, "body")


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("## decides", "## who", "## decides"),
        ("## now", "## extra\n\nWords.\n\n## now", "body"),
        ("limit_source:", "limit_from:", "limit_source"),
        ("code: received", "code: closed", "code"),
    ],
)
def test_a_stage_lacking_words_is_refused(tmp_path: Path, before: str, after: str, field: str) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    path = tmp_path / "content" / "en" / "stages" / "received.md"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(ContentFault) as caught:
        Library(tmp_path / "content").stage("en", "received")
    assert caught.value.field == field
