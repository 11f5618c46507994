"""Every page that an editor wrote, as a reader meets it: its links lead somewhere, and it never is a dead end."""

from __future__ import annotations

import re

import pytest

from portal.texts.languages import OFFERED
from portal.texts.library import Library
from portal.wiring import CONTENT
from tests.web.reading import Page
from tests.web.scene import Scene

SLUGS = Library(CONTENT).list_slugs()
LAST_SECTION = re.compile(r"<h2>(?!.*<h2>)(.*)", re.DOTALL)
# The number to ring is the page's purpose; what follows it is where the numbers come from.
WITHOUT_NEXT_STEPS = {"get-help-now"}


def read_words(page: Page) -> str:
    """Return the HTML of the words of a page: without the layout and the list of sources."""
    return page.html.split("<main")[1].split('<details class="sources"')[0]


def list_inside_links(html: str) -> set[str]:
    """Return the addresses of our own that a text leads to."""
    return set(re.findall(r'href="(/[^"]*)"', html))


@pytest.mark.parametrize("lang", [language.code for language in OFFERED])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_of_a_page_leads_to_a_page(scene: Scene, slug: str, lang: str) -> None:
    """In the reader's language, at once, and to no address that only redirects."""
    visitor = scene.visitor(lang)
    links = list_inside_links(read_words(visitor.look("" if slug == "home" else slug)))
    assert {link for link in links if not link.startswith(f"/{lang}/")} <= {"/en/", f"/en/{slug}"}
    assert {link: visitor.ask(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("slug", sorted(set(SLUGS) - WITHOUT_NEXT_STEPS))
def test_a_page_ends_in_what_a_reader_can_do_next(scene: Scene, slug: str) -> None:
    """At least two ways on, in its last part."""
    found = LAST_SECTION.search(read_words(scene.visitor().look("" if slug == "home" else slug)))
    assert found
    assert len(list_inside_links(found[1])) >= 2


@pytest.mark.parametrize("slug", sorted(set(SLUGS) - {"home"}))
def test_a_page_can_be_found_from_another(scene: Scene, slug: str) -> None:
    """From the words of another page, or from the foot of every page."""
    visitor = scene.visitor()
    foot = visitor.look("").html.split("<footer")[1]
    others = [read_words(visitor.look("" if each == "home" else each)) for each in SLUGS if each != slug]
    assert f"/en/{slug}" in list_inside_links("".join([foot, *others]))


def test_every_page_is_at_most_two_presses_from_the_first(scene: Scene) -> None:
    """By the words and the foot of the pages, as a reader without the index in mind would go."""
    visitor = scene.visitor()
    first = list_inside_links(visitor.look("").html)
    second = [list_inside_links(visitor.look(slug).html) for slug in SLUGS if f"/en/{slug}" in first]
    assert {f"/en/{slug}" for slug in SLUGS if slug != "home"} <= first.union(*second)
