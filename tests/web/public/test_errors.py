"""When something goes wrong: the right status, a page that says what to do, and nothing of anybody in page or log."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from portal.domain.errors import Forged, Unavailable
from portal.web.app import MAX_BODY
from portal.web.referral import pages as referral_pages
from tests.languages import LANGS
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

CANARY = "canary-7331"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", ["nothing", "nothing/at/all", "refer/nothing", "open", "status/nothing"])
def test_what_is_not_there_is_said_in_the_language_of_the_address(scene: Scene, part: str, lang: str) -> None:
    """With the way to the first page and to help; also where no page matched the address."""
    page = scene.visitor(lang).look(part)
    (html,) = page.list_tags("html")
    assert (page.status, html["lang"]) == (404, lang)
    hrefs = [link["href"] for link in page.list_tags("a")]
    assert {f"/{lang}/", f"/{lang}/get-help-now"} <= set(hrefs)
    assert "nothing" not in page.html.split("<main")[1].split("</main>")[0]


def test_without_a_language_in_the_address_the_browsers_wish_counts(visitor: Visitor) -> None:
    """As at the first address."""
    page = Page(visitor.ask("/nothing.php/", Accept_Language="ar").get_data(as_text=True))
    assert page.list_tags("html")[0]["lang"] == "ar"


@pytest.mark.parametrize(
    ("method", "part", "allowed"),
    [
        ("POST", "what-it-is", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "", {"GET", "HEAD", "OPTIONS"}),
        ("GET", "status/message", {"POST", "OPTIONS"}),
        ("PUT", "refer/check", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/neutral", {"GET", "HEAD", "OPTIONS"}),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_method_is_told_the_right_ones(
    scene: Scene, method: str, part: str, allowed: set[str], lang: str
) -> None:
    """In a page like every other."""
    visitor = scene.visitor(lang)
    answer = visitor.client.open(visitor.path(part), method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allowed
    assert Page(answer.get_data(as_text=True)).list_tags("h1")


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY - 200, 303), (MAX_BODY + 1, 413)])
def test_a_body_over_the_limit_is_refused(scene: Scene, size: int, status: int) -> None:
    """And nothing of it is kept or repeated."""
    visitor = scene.with_draft()
    answer = visitor.send("refer/more", {"anything_else": CANARY.ljust(size, "x")})
    assert answer.status_code == status
    if status == 413:
        assert "That was too long" in answer.get_data(as_text=True)
        assert CANARY not in answer.get_data(as_text=True)
        assert visitor.look("refer/more").typed_in("anything_else") == "Please do not ring on Fridays."


def test_a_body_in_too_many_parts_is_refused(visitor: Visitor) -> None:
    """A thousand fields are no form of ours."""
    token = visitor.look("status").token
    body = {"csrf_token": token, **{f"field{number}": "x" for number in range(2000)}}
    answer = visitor.client.post("/en/status", data=body, content_type="multipart/form-data")
    assert answer.status_code == 413


def break_check(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make the check page raise."""

    def raise_it(*_given: object, **_more: object) -> tuple[str, ...]:
        raise error

    monkeypatch.setattr(referral_pages, "say_answer", raise_it)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError(CANARY), 500),
        (KeyError(CANARY), 500),
        (UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY), 500),
        (ExceptionGroup(CANARY, [ValueError(CANARY)]), 500),
        (Unavailable(CANARY), 503),
        (Forged(CANARY), 403),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_a_mistake_of_ours_tells_nothing_of_the_person(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    error: Exception, status: int, lang: str,
) -> None:  # fmt: skip
    """Neither the page nor the log holds the text of what went wrong: it may quote what somebody wrote."""
    break_check(monkeypatch, error)
    caplog.set_level(logging.DEBUG)
    visitor = scene.with_draft()
    visitor.lang = lang
    page = visitor.look("refer/check")
    assert (page.status, page.list_tags("html")[0]["lang"]) == (status, lang)
    assert CANARY not in page.html
    assert CANARY not in caplog.text
    assert "Traceback" not in caplog.text
    assert type(error).__name__ in caplog.text


def test_the_log_says_where_it_went_wrong(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """So that it can be put right."""
    break_check(monkeypatch, RuntimeError(CANARY))
    scene.with_draft().look("refer/check")
    assert f"unexpected RuntimeError at {__file__}:" in caplog.text


def test_a_mistake_in_the_error_page_itself_leaves_a_bare_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the address in the log: it may be a secret link."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setitem(scene.app.jinja_env.globals, "asset", lambda name: {CANARY: 0}[name])
    page = scene.visitor().look(f"open/{CANARY}")
    # the page of a secret link is discreet: its title tells nothing, also when it is bare
    assert (page.status, page.title) == (500, "Loading")
    assert "<h1>Something went wrong here</h1>" in page.html
    assert CANARY not in caplog.text
    assert "Traceback" not in caplog.text


def test_the_site_cannot_be_put_into_a_talkative_mode_by_chance(scene: Scene) -> None:
    """No debugger, no errors passed through."""
    app: Flask = scene.app
    assert (app.debug, app.testing, app.config["PROPAGATE_EXCEPTIONS"]) == (False, False, None)
