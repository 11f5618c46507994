"""What every page is like in discreet mode: one title and icon, nothing remembered, a way on to what is open."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from portal.domain.errors import Unavailable
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

Come = Callable[[Scene], Visitor]
PARTS = ["", "information", "contact", "get-help-now", "refer", "status", "nothing-here", "again/413", "wait"]
STEPS = ["refer/name", "refer/more", "refer/check", "refer/save", "refer/steps", "information", "contact"]
KEPT = re.compile(r'data-copies|autocomplete="(?!off")|spellcheck="true"')


def be_discreet(visitor: Visitor) -> Visitor:
    """Turn it on."""
    visitor.client.set_cookie("n", "1")
    return visitor


def is_neutral(page: Page, word: str) -> None:
    """Assert that a page tells nothing of itself outside its window, and has its browser remember nothing."""
    assert page.title == word
    (icon,) = (each for each in page.list_tags("link") if each.get("rel") == "icon")
    assert "circle" in icon["href"]
    (body,) = page.list_tags("body")
    assert (body["class"], body["spellcheck"]) == ("apart", "false")
    assert not KEPT.search(page.html)
    assert [each for each in page.list_tags("form") if each.get("autocomplete") != "off"] == []
    typed = [each for each in page.list_tags("input") if each.get("type") == "text"] + page.list_tags("textarea")
    assert [each for each in typed if (each.get("autocomplete"), each.get("spellcheck")) != ("off", "false")] == []


def find_word(page: Page) -> str:
    """Return the word that the exit leaves on the screen."""
    return next(each["data-word"] for each in page.list_tags("a") if "data-exit" in each)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", PARTS)
def test_every_page_has_the_one_title_and_icon(scene: Scene, part: str, lang: str) -> None:
    page = be_discreet(scene.visitor(lang)).look(part)
    is_neutral(page, find_word(page))
    assert page.list_tags("h1")


@pytest.mark.parametrize("part", STEPS)
def test_every_page_of_a_form_too(scene: Scene, part: str) -> None:
    is_neutral(be_discreet(scene.with_draft()).look(part), "Loading")


def test_a_mistake_and_a_code_are_not_told_by_the_title(scene: Scene) -> None:
    """Neither "Error:" nor a button that copies."""
    visitor = be_discreet(scene.with_draft())
    wrong = visitor.go_on("refer/name", {"name": "x" * 200})
    assert wrong.problems
    is_neutral(wrong, "Loading")
    visitor.go_on("refer/name", {"name": "Amira"})
    sent = visitor.go_on("refer/check")
    assert sent.code
    is_neutral(sent, "Loading")
    opened = visitor.open_page(sent.code)
    assert "Next news by" in opened.words
    is_neutral(opened, "Loading")


def test_what_fails_has_the_title_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its template, and without it."""
    visitor = be_discreet(scene.with_draft())

    def fail(**_given: object) -> str:
        raise Unavailable("away")

    monkeypatch.setitem(scene.app.view_functions, "referral.answer", fail)
    flood = visitor.send("refer/name", {"name": "x"})
    page = Page(flood.text)
    assert (flood.status_code, page.title) == (503, "Loading")
    assert "circle" in next(each for each in page.list_tags("link") if each["rel"] == "icon")["href"]
    assert "<h1>Loading" not in page.html


def test_it_is_on_by_itself_once_somebody_said_it_was_abuse(scene: Scene) -> None:
    """With the answer to that press, so that the next page is discreet already; and with a strict page that opens."""
    visitor = scene.with_draft()
    assert visitor.client.get_cookie("n") is None
    answer = visitor.send("refer/what", {"harm": ["theft"]})
    assert answer.headers.getlist("Set-Cookie")
    assert visitor.client.get_cookie("n") is None
    answer = visitor.send("refer/what", {"harm": ["domestic_abuse"]})
    assert "n=1; HttpOnly; Path=/; SameSite=Lax" in answer.headers.getlist("Set-Cookie")
    is_neutral(visitor.look("refer/name"), "Loading")
    sana = scene.visitor()
    is_neutral(sana.open_page(scene.sana.code), "Loading")
    assert "Loading" not in scene.visitor().open_page(scene.amira.code).title


def has_form(scene: Scene) -> Visitor:
    """Have a form open."""
    return scene.with_draft()


def has_page(scene: Scene) -> Visitor:
    """Have a private page open."""
    visitor = scene.visitor()
    visitor.open_page(scene.amira.code)
    return visitor


@pytest.mark.parametrize(("come", "goal"), [(has_form, "/en/refer/check"), (has_page, "/en/status")])
def test_pages_beside_lead_on_to_what_is_open(scene: Scene, come: Come, goal: str) -> None:
    """After a reload; and no longer once it is over or ended, to whoever has a copy of the cookie."""
    visitor = be_discreet(come(scene))
    copied = visitor.cookie
    for part in ("information", "information/start", "privacy", "contact"):
        main = visitor.look(part).html.split("<main")[1]
        assert f'href="{goal}">Carry on where I was' in main
    assert "Carry on where I was" not in come(scene).look("privacy").html
    visitor.ask("/leave")
    assert "Carry on where I was" not in be_discreet(scene.visitor(cookie=copied)).look("privacy").html
    late = be_discreet(come(scene))
    scene.clock.move(minutes=31)
    assert "Carry on where I was" not in late.look("privacy").html


def test_a_page_that_a_link_opened_is_found_again_where_the_link_is_loaded_again(scene: Scene) -> None:
    """Its address is the one in the bar; after abuse the link itself opens nothing a second time."""
    visitor, link = scene.visitor(), f"open/{scene.sana.receipt.link}"
    assert "Carry on where I was" not in visitor.look(link).html
    visitor.go_on(link)
    assert 'href="/en/status">Carry on where I was' in visitor.look(link).html


def test_reading_keeps_no_place(scene: Scene) -> None:
    """No cookie but the one that is the same for everybody."""
    visitor = be_discreet(scene.visitor())
    for part in ("information/start", "privacy", "what-it-is", "information"):
        assert "Set-Cookie" not in visitor.ask(part).headers
    assert "Carry on" not in visitor.look("information").html.split("<main")[1].split("</main>")[0]
