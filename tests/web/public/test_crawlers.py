"""What search engines, messengers and feed readers are told: what is to be read, and nothing of what it is about."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pytest

from portal.proofreading.check import load_limits
from portal.wiring import CONTENT
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

SITE = "http://127.0.0.1:8000"
NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
TELLING = re.compile(r"crime|justice|police|court|prison|victim|abuse|harm|restorative|assault", re.IGNORECASE)
AFTER_ABUSE = {"en": "Information", "cy": "Gwybodaeth", "ar": "معلومات"}
FORMS = ["refer", "status", "search", "again", "nothing"]


def read_map(visitor: Visitor) -> dict[str, dict[str, str]]:
    """Return what the map lists: address -> its other languages."""
    answer = visitor.ask("/sitemap.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    entries = Xml.fromstring(answer.data).findall("map:url", NAMES)  # noqa: S314 (our own answer)
    return {
        str(each.findtext("map:loc", namespaces=NAMES)): {
            str(link.get("hreflang")): str(link.get("href")) for link in each.findall("x:link", NAMES)
        }
        for each in entries
    }


def list_metas(page: Page, kind: str) -> dict[str, str]:
    """Return the meta tags of a kind: name -> words."""
    return {each[kind]: each["content"] for each in page.list_tags("meta") if kind in each}


def test_the_map_lists_every_page_that_a_language_has(scene: Scene) -> None:
    """Each leads to a page with the same other languages in its head; robots are told where the map is."""
    visitor, library = scene.visitor(), scene.portal.library
    listed = read_map(visitor)
    assert f"Sitemap: {SITE}/sitemap.xml" in visitor.ask("/robots.txt").text.splitlines()
    for lang in LANGS:
        own = [slug for slug in library.list_slugs() if not library.page(lang, slug).is_fallback]
        assert {f"{SITE}/{lang}/" if slug == "home" else f"{SITE}/{lang}/{slug}" for slug in own} <= set(listed)
    for address in (f"{SITE}/en/", f"{SITE}/cy/privacy"):
        page = visitor.look(address.removeprefix(SITE))
        alternates = {each["hreflang"]: each["href"] for each in page.list_tags("link") if "hreflang" in each}
        assert alternates == listed[address]
        assert alternates["x-default"] == alternates["en"]


def test_of_the_part_after_abuse_the_map_knows_the_first_page_alone(visitor: Visitor) -> None:
    """It says what the exit cannot do, and is read before the others."""
    listed = {address for address in read_map(visitor) if "/information" in address}
    assert {address.removeprefix(SITE) for address in listed} == {f"/{lang}/information" for lang in LANGS}


def test_no_private_page_and_no_form_is_on_the_map(visitor: Visitor) -> None:
    """Nor the search, which would be indexed with somebody's words."""
    paths = {address.removeprefix(SITE).split("/", 2)[2] for address in read_map(visitor)}
    assert not [path for path in paths if path.split("/")[0] in {*FORMS, "open", "leave"}]


def test_a_page_in_english_instead_points_to_the_english_one(scene: Scene) -> None:
    """So that nobody finds the same words twice under another language."""
    library = scene.portal.library
    missing = [(lang, slug) for lang in LANGS for slug in library.list_slugs() if library.page(lang, slug).is_fallback]
    for lang, slug in missing:
        page = scene.visitor(lang).look(slug)
        assert [each["href"] for each in page.list_tags("link") if each.get("rel") == "canonical"] == [
            f"{SITE}/en/{slug}"
        ]
        assert f"{SITE}/{lang}/{slug}" not in read_map(scene.visitor())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", ["", "what-it-is", "information", "information/two", *FORMS])
def test_a_link_sent_on_shows_nothing_of_what_it_is_about(scene: Scene, part: str, lang: str) -> None:
    """Messengers draw a preview of these; a browser keeps a description beside an address."""
    page = scene.visitor(lang).look(part)
    told = list_metas(page, "property")
    assert told.keys() == {"og:title", "og:type", "og:description"}
    assert not [words for words in told.values() if TELLING.search(words)]
    described = list_metas(page, "name").get("description")
    if part.startswith("information"):
        assert described == AFTER_ABUSE[lang]
    else:
        assert (described is not None) is (part in {"", "what-it-is"})


def test_in_discreet_mode_no_page_describes_itself(scene: Scene) -> None:
    """Nor says which other languages it has."""
    visitor = scene.visitor()
    visitor.client.set_cookie("n", "1", httponly=True)
    page = visitor.look("what-it-is")
    assert "description" not in list_metas(page, "name")
    assert not [each for each in page.list_tags("link") if "hreflang" in each]


def test_questions_and_answers_are_marked(visitor: Visitor) -> None:
    """Each heading that asks, and no other; as attributes, so that no script element is needed."""
    page = visitor.look("questions-people-ask")
    kinds = [each.get("itemtype", "").rpartition("/")[2] for each in page.list_tags("div") if "itemscope" in each]
    asked = re.findall(r"<h[23][^>]*>[^<]*\?</h[23]>", page.html.split("</main")[0])
    assert kinds.count("FAQPage") == 1
    assert kinds.count("Question") == kinds.count("Answer") == len(asked) > 5
    assert "itemscope" not in visitor.look("privacy").html


def test_a_trial_copy_claims_no_service(visitor: Visitor) -> None:
    """Search engines would send people to where nobody answers."""
    assert "schema.org/Service" not in visitor.look("").html


@pytest.mark.parametrize("lang", LANGS)
def test_changes_are_told_on_a_page_and_in_a_feed(scene: Scene, lang: str) -> None:
    """Newest first, with their days; each leads to its page."""
    visitor = scene.visitor(lang)
    page, answer = visitor.look("changes"), visitor.ask("changes.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = Xml.fromstring(answer.data)  # noqa: S314 (our own answer)
    entries = feed.findall("a:entry", ATOM)
    assert {f"{SITE}/{lang}/rehub", f"{SITE}/{lang}/your-rights"} <= {
        str(link.get("href")) for each in entries for link in each.findall("a:link", ATOM)
    }
    updated = [str(each.findtext("a:updated", namespaces=ATOM)) for each in entries]
    assert updated == sorted(updated, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each) for each in updated)
    for each in entries:
        assert str(each.findtext("a:summary", namespaces=ATOM)) in page.words
    assert f'href="/{lang}/rehub"' in page.html


def test_the_places_that_pages_may_link_to_are_places_of_the_site(visitor: Visitor) -> None:
    """As the check of the content believes."""
    statuses = {place: visitor.look(place).status for place in load_limits(CONTENT).places}
    assert set(statuses.values()) == {200}, statuses
