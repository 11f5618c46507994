"""When a part is broken: the database, the drawing of pages, the browser's cookie. The way to help stays open."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.domain.errors import Unavailable
from portal.holders import Role
from portal.store import engine
from portal.store.work import Store
from portal.vault.cookies import CookieSealer
from portal.web import errors
from portal.web.public_app import create_public_app
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import COOKIE, Scene

CANARY = "canary-7331"
BROWSER = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Site": "same-origin"}
INFORMATION = ["", "what-it-is", "you-can-ask", "get-help-now", "privacy", "contact", "again", "refer/kept", "/neutral"]


@pytest.fixture(params=["gone", "not_a_database"])
def broken(request: pytest.FixtureRequest, scene: Scene) -> Iterator[Scene]:
    """Give the scene once its database cannot be used any more; some pages were open before."""
    scene.portal.side.store.close()
    file = Path(scene.data.database_url.removeprefix("sqlite+pysqlite:///"))
    file.unlink()
    file.write_bytes(b"no database" * 1000) if request.param == "not_a_database" else file.mkdir()
    app = create_public_app(scene.data.settings(Role.PUBLIC))
    wired = app.extensions["portal"]
    app.extensions["portal"] = replace(wired, side=replace(wired.side, clock=scene.clock))
    yield replace(scene, app=app)
    wired.side.store.close()


@pytest.mark.parametrize("lang", LANGS)
def test_everything_to_read_stays_without_a_database(broken: Scene, lang: str) -> None:
    """For a stranger, and for somebody in the middle of a form; every page has the way out and to help."""
    for visitor in (broken.visitor(lang), broken.visitor(lang, broken.drafts["amira"])):
        for part in INFORMATION:
            page = visitor.look(part)
            assert page.status == (403 if part == "again" else 200), part
            assert page.list_tags("h1")
        hrefs = [link["href"] for link in visitor.look("nothing/here").list_tags("a")]
        assert {f"/leave?lang={lang}", f"/{lang}/get-help-now"} <= set(hrefs)


def test_what_needs_the_database_says_that_it_is_away(broken: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """To look at: 503 at once, with when to come again. A form: by 303. Leaving always leads away."""
    caplog.set_level(logging.DEBUG)
    visitor = broken.with_draft()
    for part in ("refer", "refer/name", "refer/check"):
        answer = visitor.ask(part)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), part
        assert "Nothing that you sent before is lost." in answer.get_data(as_text=True)
    stranger = broken.visitor()
    led = stranger.send("status", {"code": "0" * 20}, **BROWSER)
    assert (led.status_code, led.headers["Location"]) == (303, "/en/wait")
    waiting = stranger.ask("wait")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "30")
    assert 'href="/en/status"' in waiting.get_data(as_text=True)
    assert visitor.ask("/leave").headers["Location"] == "https://www.bbc.co.uk/weather"
    assert "SELECT" not in caplog.text
    assert "0" * 20 not in caplog.text


def test_a_form_goes_on_when_the_database_is_back(scene: Scene) -> None:
    """What was answered before is there; what was typed meanwhile was said not to be sure."""
    visitor, portal = scene.with_draft(), scene.portal
    token = visitor.look("refer/name").token
    away = Store("sqlite+pysqlite:////nowhere/at/all.db")
    scene.app.extensions["portal"] = replace(portal, side=replace(portal.side, store=away))
    led = visitor.post("refer/name", {"name": "Somebody", "csrf_token": token}, **BROWSER)
    assert led.headers["Location"] == "/en/wait"
    assert "If it is gone, please write it again." in visitor.look("wait").words
    away.close()
    scene.app.extensions["portal"] = portal
    scene.clock.move(seconds=31)
    assert visitor.look("wait").address == "/en/refer/name"
    assert visitor.look("refer/name").typed_in("name") == "Amira"


def test_a_database_that_is_there_and_says_nothing_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it takes one thread after the other, and in the end no page at all is answered."""
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = Store(f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        with pytest.raises(Unavailable), store.look():
            raise AssertionError("it answered")
        assert time.monotonic() - began < 10
        store.close()


def fail(*_given: object, **_more: object) -> Any:
    """Fail as a template with a mistake in it does."""
    raise RuntimeError(CANARY)


# what fails, the language asked for, and how the page is written then: in English when even translating fails
FAILING = [("template", "en", "ltr"), ("template", "ar", "rtl"), ("site", "ar", "rtl"), ("words", "en", "ltr")]


@pytest.mark.parametrize(("what", "lang", "direction"), FAILING)
def test_when_no_page_can_be_drawn_a_bare_one_has_it_all(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    what: str, lang: str, direction: str,
) -> None:  # fmt: skip
    """What happened, the way out, the way to help, the way on."""
    if what == "words":
        monkeypatch.setattr(errors, "gettext", fail)
    if what == "site":
        monkeypatch.setitem(scene.app.template_context_processors, None, [fail])
    else:
        monkeypatch.setattr(errors, "render_template", fail)
    answer = scene.visitor("ar" if what == "words" else lang).ask(f"open/nothing/{CANARY}")
    page = Page(answer.get_data(as_text=True))
    (html,) = page.list_tags("html")
    assert (answer.status_code, html["lang"], html["dir"]) == (404, lang, direction)
    hrefs = [link["href"] for link in page.list_tags("a")]
    assert hrefs[0].startswith("/leave")
    assert {f"/{lang}/", f"/{lang}/get-help-now"} <= set(hrefs)
    assert page.list_tags("h1")
    assert "999" in page.words
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert CANARY not in caplog.text


def make_cookies(scene: Scene) -> dict[str, str]:
    """Return cookies that are none of ours any more, or never were."""
    session = {"sid": "x", "draft": {"ticket": {"id": "x", "seed": "00"}, "made": 0, "seen": 0, "strict": False}}
    other_key = CookieSealer(bytes(range(32)), "public")
    good = scene.drafts["amira"]
    return {
        "older_key": other_key.seal(session),
        "of_the_desk": CookieSealer(bytes(range(32)), "desk").seal({"_user_id": "x"}),
        "cut": good[: len(good) // 2],
        "changed": good[:-6] + ("AAAAAA" if not good.endswith("AAAAAA") else "BBBBBB"),
        "short": "AA",
        "long": "A" * 60_000,
        "longer_than_good": good + "A" * 4000,
        "other_letters": "é٣\u202e-%00",
        "quotes": '"\\000;,"',
        "json": '{"sid":"x"}',
        "blank": " ",
    }


SHORT = ["older_key", "of_the_desk", "cut", "changed", "short", "other_letters", "quotes", "json", "blank"]


@pytest.mark.parametrize("name", [*SHORT, "long", "longer_than_good"])
def test_pages_open_whatever_a_browser_sends_as_our_cookie(scene: Scene, name: str) -> None:
    """As it is, without a browser's own care for cookies."""
    client = scene.app.test_client(use_cookies=False)
    for part in ("", "refer", "status", "open/x", "refer/kept"):
        header = f"{COOKIE}={make_cookies(scene)[name]}".encode().decode("latin-1")
        assert client.get(f"/en/{part}", headers={"Cookie": header}).status_code == 200


@pytest.mark.parametrize("name", SHORT)
def test_a_cookie_that_is_none_of_ours_is_no_visit(scene: Scene, name: str) -> None:
    """The site begins anew: pages open, forms begin, a code opens its page, and leaving leads away."""
    cookie = make_cookies(scene)[name]
    assert scene.visitor(cookie=cookie).look("refer/name").address == "/en/refer"
    visitor = scene.visitor(cookie=cookie)
    assert visitor.post("refer/name", {"name": CANARY}).headers["Location"] == "/en/again"
    assert visitor.go_on("refer").address == "/en/refer/who"
    assert scene.amira.case.case_reference in scene.visitor(cookie=cookie).open_page(scene.amira.code).words
    assert scene.visitor(cookie=cookie).ask("/leave").status_code == 303


@pytest.mark.parametrize("minutes", [-24 * 60, -1, 24 * 60])
def test_a_cookie_from_another_time_opens_nothing(scene: Scene, minutes: int) -> None:
    """A clock set back is no way to make a visit last."""
    visitor = scene.visitor()
    visitor.open_page(scene.amira.code)
    scene.clock.move(minutes=minutes)
    assert visitor.look("status").find_by_id("code")
    assert visitor.ask("wait").headers["Location"] == "/en/"


def test_the_cookie_stays_small_enough_to_be_kept(scene: Scene) -> None:
    """A browser silently drops one of more than 4,096 bytes."""
    visitor = scene.with_draft()
    visitor.send("status", {"code": scene.amira.code}, **BROWSER)
    visitor.send("status/message", {"words": "x" * 5000}, at="status", **BROWSER)
    assert len(f"{COOKIE}={visitor.cookie}") < 3000
