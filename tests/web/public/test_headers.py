"""Headers and cookies of every page, and that no page asks anybody else for anything."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from portal.holders import Role
from portal.web.public_app import create_public_app
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

READING = ["", "what-it-is", "step-by-step", "you-can-ask", "get-help-now", "privacy", "again", "refer/kept"]
FORMS = ["refer", "status", "open/some-link"]
OTHERS = ["/neutral", "/", "/nothing", "nothing", "nothing/at/all", "status/close", "/leave", "/static/none.css"]
EXPECTED = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def read_policy(answer: TestResponse) -> dict[str, list[str]]:
    """Return the content security policy as directives and what each allows."""
    directives = answer.headers["Content-Security-Policy"].split(";")
    return {name: allowed for name, *allowed in (directive.split() for directive in directives)}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", READING + FORMS + OTHERS)
def test_every_answer_has_the_headers(scene: Scene, part: str, lang: str) -> None:
    """Good ones, redirects, and errors."""
    answer = scene.visitor(lang).ask(part)
    for name, value in EXPECTED.items():
        assert answer.headers.getlist(name) == [value]
    policy = read_policy(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy.pop("img-src") == ["'self'", "data:"]
    assert {value for allowed in policy.values() for value in allowed} == {"'none'", "'self'"}
    assert {"script-src", "style-src", "form-action", "base-uri", "frame-ancestors"} <= set(policy)
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    assert "Server" not in answer.headers


def test_the_pages_of_a_form_have_them_too(scene: Scene) -> None:
    """And the answers to posts."""
    visitor = scene.with_draft()
    answers = [visitor.ask(part) for part in ("refer/name", "refer/check", "refer/steps")]
    answers += [visitor.send("refer/name", {"name": ""}), visitor.send("refer/check"), visitor.ask("refer/sent")]
    answers += [visitor.post("refer/name", {}), visitor.post("status", {"code": "x"})]
    for answer in answers:
        assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.fixture
def secure(scene: Scene) -> Iterator[Visitor]:
    """Give a visitor of a site whose address is https."""
    app = create_public_app(scene.data.settings(Role.PUBLIC, PORTAL_PUBLIC_URL="https://portal.invalid"))
    yield Visitor(app.test_client())
    app.extensions["portal"].side.store.close()


def test_over_https_browsers_are_told_to_stay_there(secure: Visitor) -> None:
    """For two years; and the cookie goes over https alone."""
    answer = secure.ask("status")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("part", [*READING, "/neutral", "/", "/healthz", "/robots.txt", "nothing", "/nothing"])
def test_a_page_that_only_reads_sets_no_cookie(scene: Scene, visitor: Visitor, part: str) -> None:
    """Neither for a stranger nor for somebody in the middle of a form."""
    assert "Set-Cookie" not in visitor.ask(part).headers
    assert "Set-Cookie" not in scene.with_draft().ask(part).headers


@pytest.mark.parametrize("part", FORMS)
def test_the_one_cookie_is_for_the_server_alone_and_has_no_date(visitor: Visitor, part: str) -> None:
    """No script reads it, no other site sends it, nothing keeps it past the session."""
    cookies = visitor.ask(part).headers.getlist("Set-Cookie")
    (cookie,) = (each for each in cookies if not each.startswith("n="))  # which is discreet mode's
    name, *attributes = cookie.split("; ")
    assert name.startswith("v=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_the_cookie_tells_nothing(scene: Scene) -> None:
    """It is sealed: two cookies of one form have nothing in common, and a changed one is none."""
    visitor = scene.with_draft()
    first = visitor.cookie
    visitor.look("refer/name")
    assert first[:20] != visitor.cookie[:20]
    for forged in (first[:-4] + "AAAA", first[4:], "x", "", "é", "A" * 3000):
        assert scene.visitor(cookie=forged).look("refer/name").address == "/en/refer"


def list_foreign(page: Page) -> list[str]:
    """List what a page would ask another site for, or send there."""
    asked = [
        each.get(name, "") for tag, each in page.tags for name in ("src", "srcset", "action", "formaction", "poster")
    ]
    fetched = [each for each in page.list_tags("link") if each.get("rel") not in {"alternate", "canonical"}]
    asked += [each.get("href", "") for each in fetched + page.list_tags("base")]
    asked += [each.get("content", "") for each in page.list_tags("meta") if each.get("http-equiv")]
    return [each for each in asked if urlsplit(each).netloc or urlsplit(each).scheme not in {"", "data"}]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", [*READING, *FORMS, "/neutral", "nothing"])
def test_no_page_asks_another_site_for_anything(scene: Scene, part: str, lang: str) -> None:
    """Nor has it an inline script or style that the policy would refuse."""
    page = scene.visitor(lang).look(part)
    assert list_foreign(page) == []
    assert all(each.get("src") for each in page.list_tags("script"))
    assert not page.list_tags("style") + page.list_tags("iframe") + page.list_tags("object")
    assert not [each for _, each in page.tags if "style" in each or any(name.startswith("on") for name in each)]


def test_no_private_page_asks_another_site_for_anything(scene: Scene) -> None:
    """Those that only their owner sees."""
    visitor = scene.with_draft()
    pages = [visitor.look(part) for part in ("refer/now", "refer/contact", "refer/check")]
    pages += [visitor.go_on("refer/check"), scene.visitor().open_page(scene.amira.code)]
    assert [list_foreign(page) for page in pages] == [[]] * 5
    assert list_foreign(Page('<link href="https://a.invalid/x.css"><script src="//a.invalid/x.js"></script>'))


@pytest.mark.parametrize("part", FORMS)
def test_every_static_file_of_a_page_is_there(visitor: Visitor, part: str) -> None:
    """And may be kept for ever: its name carries its content."""
    page = visitor.look(part)
    asked = [each.get("href") or each["src"] for each in page.list_tags("link") + page.list_tags("script")]
    for address in asked:
        if address.startswith("data:"):
            continue
        answer = visitor.ask(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()
