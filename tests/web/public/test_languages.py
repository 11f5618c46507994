"""Languages: the best one from /, the menu, pages that are not translated yet, and the direction of the script."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from portal.texts.library import Library
from portal.wiring import CONTENT
from tests.web.scene import Scene, Visitor

PAGES = ["", *sorted(set(Library(CONTENT).list_slugs()) - {"home"})]


@pytest.mark.parametrize(
    ("wish", "address"),
    [
        ("", "/en/"),
        ("ar", "/ar/"),
        ("ar-EG,ar;q=0.9,en;q=0.8", "/ar/"),
        ("en-GB,ar;q=0.5", "/en/"),
        ("fr,ar;q=0.3,en;q=0.2", "/ar/"),
        ("cy,xx", "/cy/"),
        ("xx,cyx", "/en/"),
        ("ar;q=0,*", "/en/"),
        ("\u00e9;;q=,=;,", "/en/"),
    ],
)
def test_the_first_address_leads_to_the_best_language(visitor: Visitor, wish: str, address: str) -> None:
    """By 303, and caches are told by what it was chosen."""
    answer = visitor.ask("/", Accept_Language=wish)
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("lang", ["xx", "EN", "en-GB", "fr", "..", "e"])
@pytest.mark.parametrize("part", ["", "what-it-is", "refer", "refer/who", "status", "open/link", "again"])
def test_a_language_that_is_not_offered_is_not_found(scene: Scene, lang: str, part: str) -> None:
    """Whatever the page."""
    assert scene.visitor(lang).ask(part).status_code == 404


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("cy", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("part", [*PAGES, "refer", "status", "open/link", "again", "nothing"])
def test_a_page_says_its_language_and_its_direction(scene: Scene, part: str, lang: str, direction: str) -> None:
    """Error pages too."""
    (html,) = scene.visitor(lang).look(part).list_tags("html")
    assert html == {"lang": lang, "dir": direction}


@pytest.mark.parametrize("part", ["", "what-it-is", "privacy", "refer", "refer/kept", "status", "open/link", "again"])
def test_the_menu_of_languages_keeps_the_page(scene: Scene, part: str) -> None:
    """Each language in its own script, the present one marked."""
    page = scene.visitor("en").look(part)
    links = {each["hreflang"]: each for each in page.list_tags("a") if "hreflang" in each and "aria-current" in each}
    assert {lang: each["href"] for lang, each in links.items()} == {"en": f"/en/{part}"}
    other = [each for each in page.list_tags("a") if each.get("hreflang") == "ar"]
    assert [(each["href"], each["lang"], each["dir"]) for each in other] == [(f"/ar/{part}", "ar", "rtl")]
    assert scene.visitor("ar").look(part).status == page.status


def test_the_menu_keeps_the_step_of_a_form(scene: Scene) -> None:
    """What was answered in one language stands in the other."""
    visitor = scene.with_draft()
    page = visitor.look("refer/name")
    (link,) = [each["href"] for each in page.list_tags("a") if each.get("hreflang") == "ar"]
    assert link == "/ar/refer/name"
    assert visitor.look(link).typed_in("name") == "Amira"


def test_a_page_not_translated_yet_is_in_english_and_says_so(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marked for screen readers and for the direction."""
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "ar" / "pages" / "privacy.md").unlink()
    without = replace(scene.app.extensions["portal"], library=Library(tmp_path / "content"))
    monkeypatch.setitem(scene.app.extensions, "portal", without)
    page = scene.visitor("ar").look("privacy")
    (section,) = [each for each in page.list_tags("section") if each.get("lang") == "en"]
    assert section["dir"] == "ltr"
    assert section["aria-label"]
    assert not [each for each in scene.visitor("en").look("privacy").list_tags("section") if "lang" in each]


@pytest.mark.parametrize("part", PAGES)
def test_a_translated_page_is_not_marked_as_english(scene: Scene, part: str) -> None:
    """And has words in its own script."""
    page = scene.visitor("ar").look(part)
    assert not [each for each in page.list_tags("section") if each.get("lang") == "en"]
    assert len(re.findall(r"[\u0600-\u06ff]{3,}", page.html.split("<main")[1].split("</main>")[0])) > 50


@pytest.mark.parametrize("slug", PAGES)
def test_no_welsh_page_is_in_english(scene: Scene, slug: str) -> None:
    """Welsh and English are equal; a person has not read the Welsh yet, which each page says in Welsh."""
    page = scene.visitor("cy").look(slug)
    assert not [each for each in page.list_tags("section") if each.get("lang") == "en"]
    assert "Cafodd y dudalen hon ei chyfieithu gan gyfrifiadur." in page.words
    assert page.list_tags("h1") == [{}]


def test_the_form_is_in_welsh_with_its_areas_in_welsh_order(scene: Scene) -> None:
    """And each question has the answer that belongs to it."""
    visitor = scene.with_draft()
    where = visitor.look("/cy/refer/where").words
    assert "Neu dewiswch yr ardal heddlu o'r rhestr" in where
    assert where.index("De Cymru") < where.index("Dyfnaint a Chernyw") < where.index("Dyffryn Tafwys")
    assert "Nac ydw" in visitor.look("/cy/refer/now").words


@pytest.mark.parametrize("slug", PAGES[1:])
def test_a_content_page_shows_its_words_its_sources_and_its_date(visitor: Visitor, slug: str) -> None:
    """As a page, not as the text of one."""
    page = visitor.look(slug)
    assert page.status == 200
    assert len(page.list_tags("h1")) == 1
    assert page.list_tags("time")
    assert "Where this comes from" in page.words
    assert "<p>" not in page.words


def test_the_first_page_has_one_address(visitor: Visitor) -> None:
    """And an address without its slash leads to it."""
    assert visitor.ask("home").status_code == 404
    answer = visitor.ask("/en")
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://localhost/en/")


def test_a_page_past_its_date_says_so(scene: Scene, visitor: Visitor) -> None:
    """From the day after."""
    words = "This page is past the day we meant to check it again."
    assert words not in visitor.look("what-it-is").words
    scene.clock.move(days=3650)
    assert words in visitor.look("what-it-is").words


@pytest.mark.parametrize(
    "slug", ["%00", "..", "..%2f..%2fsecrets", "x" * 4000, "what-it-is.md", "WHAT-IT-IS", "%ff", "è"]
)
def test_a_page_that_is_not_there_is_not_found(visitor: Visitor, slug: str) -> None:
    """However odd its name."""
    assert visitor.ask(slug).status_code == 404
