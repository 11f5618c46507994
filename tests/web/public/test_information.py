"""The part after abuse: what comes first, where it leads, and what it leaves behind of itself. Nothing that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from portal.holders import Role
from portal.texts.library import Library
from portal.web.public_app import create_public_app
from portal.wiring import CONTENT
from tests.languages import LANGS
from tests.web.public.test_pages import LAST_SECTION, list_inside_links, read_words
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

WORDS = Library(CONTENT).list_information()
PARTS = {word: "information" if word == "index" else f"information/{word}" for word in WORDS}
EACH = pytest.mark.parametrize("part", PARTS.values())
TELLING = re.compile(r"abus|violen|stalk|sex|rape|harm|victim|surviv|crime|justice|help|safe|refer", re.IGNORECASE)


def test_the_pages_are_these() -> None:
    """Each found under a plain word, the same in every language."""
    assert WORDS == ("care", "choices", "easy", "index", "reading", "rules", "screen", "start", "three", "two")


@pytest.mark.parametrize("lang", LANGS)
def test_addresses_and_titles_tell_nothing(scene: Scene, lang: str) -> None:
    """In the tab what the exit leaves there, for all of them; the heading is the page's own."""
    pages = [scene.visitor(lang).look(part) for part in PARTS.values()]
    (title,) = {page.title for page in pages}
    assert title == {each["data-word"] for page in pages for each in page.list_tags("a") if "data-exit" in each}.pop()
    assert (title == "Loading") is (lang == "en")
    assert "Heard" not in title
    headings = [re.findall(r"<h1[^>]*>(.*?)</h1>", page.html) for page in pages]
    assert len({heading for (heading,) in headings}) == len(PARTS)
    assert [part for part in PARTS.values() if TELLING.search(part)] == []


def test_the_first_page_says_what_to_know_before_reading_on(visitor: Visitor) -> None:
    """Whose choice it is, help in danger, the exit and what it cannot do; and then one way on."""
    page = visitor.look("information")
    main = page.html.split("<main")[1].split("</main>")[0]
    said = ["your choice", "stop at any time", "Shift key three times", "come back", "clear your history", "account"]
    said += ["looking at it now", "has never had", "single lines", "ring or write"]
    assert [words for words in said if words not in page.words] == []
    for number in ("tel:999", ">55<", "999bsl.co.uk", "REGISTER"):
        assert number in main
    assert re.findall(r'<a class="button[^"]*" href="([^"]*)"', main) == ["/en/information/start"]


@pytest.mark.parametrize("lang", LANGS)
@EACH
def test_every_link_leads_to_a_page(scene: Scene, part: str, lang: str) -> None:
    """In the reader's language, at once."""
    visitor = scene.visitor(lang)
    links = list_inside_links(read_words(visitor.look(part)))
    assert {link for link in links if not link.startswith(f"/{lang}/")} <= {f"/en/{part}"}
    assert {link: visitor.ask(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("part", sorted(set(PARTS.values()) - {"information"}))
def test_a_page_ends_in_what_a_reader_can_do_next_and_leads_back_to_the_first(scene: Scene, part: str) -> None:
    """Wherever somebody lands, what the exit cannot do is one press away, and so is specialist help."""
    words = read_words(scene.visitor().look(part))
    found = LAST_SECTION.search(words)
    assert found
    assert len(list_inside_links(found[1])) >= 2
    assert "/en/information" in list_inside_links(words)
    assert "/en/information/care" in list_inside_links(words) or part.endswith("care")


def test_all_pages_are_reached_from_the_first(visitor: Visitor) -> None:
    """By the words of the pages alone."""
    found, waiting = set[str](), {"/en/information"}
    while waiting:
        link = waiting.pop()
        found.add(link)
        links = list_inside_links(read_words(visitor.look(link)))
        waiting |= {each for each in links if each.startswith("/en/information")} - found
    assert found == {f"/en/{part}" for part in PARTS.values()}


@pytest.mark.parametrize("part", ["", "privacy", "refer", "status", "open/x", "nothing", "refer/kept", "information"])
def test_every_page_leads_here(scene: Scene, part: str) -> None:
    """From the foot, in words that do not shout."""
    foot = scene.visitor().look(part).html.split("<footer")[1]
    assert '<a href="/en/information">If someone close to you harmed you</a>' in foot


@pytest.mark.parametrize("part", ["", "you-can-ask", "what-it-is"])
def test_the_pages_that_are_read_first_lead_here_too(visitor: Visitor, part: str) -> None:
    """In their words."""
    assert "/en/information" in list_inside_links(read_words(visitor.look(part)))


@pytest.mark.parametrize("part", ["information/index", "information/nothing", "information/", "information/two/more"])
def test_what_is_not_there_is_not_found_and_leaves_no_cookie(visitor: Visitor, part: str) -> None:
    """The first page has one address."""
    answer = visitor.ask(part)
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("part", ["information", "information/start"])
def test_a_wrong_method_is_refused(visitor: Visitor, part: str, method: str) -> None:
    """These pages are for reading."""
    answer = visitor.client.open(visitor.path(part), method=method, headers={"Accept": "application/json"})
    assert answer.status_code == 405


@EACH
def test_the_cookie_is_the_same_for_everybody(scene: Scene, part: str) -> None:
    """One letter and one digit, for the server alone, with no date; nothing of a form is touched."""
    for visitor in (scene.visitor(), scene.visitor("ar"), scene.with_draft()):
        answer = visitor.ask(part)
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert cookie == "n=1; HttpOnly; Path=/; SameSite=Lax"
        assert "Cookie" in answer.headers["Vary"]
        assert "Content-Encoding" not in answer.headers


@pytest.fixture
def secure(scene: Scene) -> Iterator[Visitor]:
    """Give a visitor of a site whose address is https."""
    app = create_public_app(scene.data.settings(Role.PUBLIC, PORTAL_PUBLIC_URL="https://portal.invalid"))
    yield Visitor(app.test_client())
    app.extensions["portal"].side.store.close()


def test_over_https_the_cookie_goes_over_https_alone(secure: Visitor) -> None:
    """Set and deleted."""
    for part in ("information", "/leave"):
        (cookie,) = (each for each in secure.ask(part).headers.getlist("Set-Cookie") if each.startswith("n="))
        assert "Secure" in cookie.split("; ")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_leaving_deletes_the_cookie_also_where_the_browser_cannot_clear_all(visitor: Visitor, method: str) -> None:
    """Clear-Site-Data is not known to every browser."""
    visitor.ask("information")
    assert visitor.client.get_cookie("n")
    answer = visitor.client.open("/leave", method=method)
    assert visitor.client.get_cookie("n") is None
    assert '"cookies"' in answer.headers["Clear-Site-Data"]


@EACH
def test_a_page_asked_for_after_the_visit_was_ended_can_give_way(visitor: Visitor, part: str) -> None:
    """The script for that is in the head and waits for nothing; a visit that goes on does without it."""
    first, second = visitor.look(part), visitor.look(part)
    (script,) = [each for each in first.list_tags("script") if "data-to" in each]
    assert script["data-to"] == "https://www.bbc.co.uk/weather"
    assert not {"defer", "async"} & set(script)
    assert first.html.index(script["src"]) < first.html.index("</head>")
    assert [each for each in second.list_tags("script") if "data-to" in each] == []


@EACH
def test_search_engines_may_find_it(visitor: Visitor, part: str) -> None:
    """People look there first; the title that they list tells nothing."""
    page: Page = visitor.look(part)
    assert [each for each in page.list_tags("meta") if each.get("name") == "robots"] == []
    assert "/information" not in visitor.ask("/robots.txt").text
