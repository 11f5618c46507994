"""A browser's form that does not go through is led by 303 to a page with its status; everybody else is told at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.domain.errors import Expired, Forged, Invalid, NotFound, OutOfDate, Shut, TooMany, Unavailable
from portal.web.app import MAX_BODY
from portal.web.status import requests
from tests.languages import LANGS
from tests.web.scene import Scene, Visitor

CANARY = "canary-7331"
BROWSERS = [{"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Site": "same-origin"}, {"Accept": "text/html,*/*;q=0.8"}]
OTHERS = [{}, {"Accept": "*/*"}, {"Sec_Fetch_Mode": "cors", "Sec_Fetch_Site": "same-origin", "Accept": "text/html"}]

Send = Callable[[Visitor, dict[str, str]], Any]


def raises(error: Exception) -> Callable[..., Any]:
    """Return a view that raises."""

    def view(*_given: object, **_values: object) -> Any:
        raise error

    return view


RAISED: list[tuple[Exception, int]] = [
    (RuntimeError(CANARY), 500),
    (Unavailable(CANARY), 503),
    (TooMany(90), 429),
    (OutOfDate(CANARY), 409),
    (Invalid("words", CANARY), 422),
    (Forged(CANARY), 403),
    (NotFound(CANARY), 404),
    (Expired(CANARY), 404),
]


@pytest.mark.parametrize(("error", "status"), RAISED, ids=lambda value: getattr(value, "__name__", str(value)))
@pytest.mark.parametrize("lang", LANGS)
def test_what_a_view_raises_is_told_both_ways(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, lang: str
) -> None:
    """To a browser by 303, with the way back; to a program at once; and to nobody what was typed."""
    visitor = scene.with_draft()
    visitor.lang = lang
    monkeypatch.setitem(scene.app.view_functions, "referral.answer", raises(error))
    for headers in OTHERS:
        answer = visitor.send("refer/name", {"name": CANARY}, **headers)
        assert answer.status_code == status
        assert ("Retry-After" in answer.headers) == (status in {429, 503})
        assert CANARY not in answer.get_data(as_text=True)
    for headers in BROWSERS:
        led = visitor.send("refer/name", {"name": CANARY}, **headers)
        place = f"/{lang}/wait" if status in {429, 503} else f"/{lang}/again/{status}"
        assert (led.status_code, led.headers["Location"]) == (303, place)
        assert CANARY not in led.get_data(as_text=True)
        page = visitor.look(place)
        assert (page.status, page.list_tags("html")[0]["lang"]) == (status, lang)
        assert f"/{lang}/refer/name" in {link["href"] for link in page.list_tags("a")}
        assert CANARY not in page.html


def send_json(visitor: Visitor, headers: dict[str, str]) -> Any:
    """Send what is no form."""
    return visitor.client.post("/en/status", json={"code": CANARY}, headers=spell(headers))


def send_file(visitor: Visitor, headers: dict[str, str]) -> Any:
    """Send a file in the place of words."""
    token = visitor.look("status").token
    fields = {"code": (__file__, "code.txt"), "csrf_token": token}
    with open(__file__, "rb") as file:
        fields["code"] = (file, "code.txt")  # type: ignore[assignment]  # werkzeug takes a file and its name
        return visitor.client.post("/en/status", data=fields, headers=spell(headers))


def send_broken(visitor: Visitor, headers: dict[str, str]) -> Any:
    """Send parts without saying where one ends."""
    return visitor.client.post("/en/status", data=b"x", content_type="multipart/form-data", headers=spell(headers))


def send_much(visitor: Visitor, headers: dict[str, str]) -> Any:
    """Send ten megabytes."""
    return visitor.client.post("/en/status", data={"code": "1" * 10_000_000}, headers=spell(headers))


def send_to_a_page_that_reads(visitor: Visitor, headers: dict[str, str]) -> Any:
    """Send a form to a page that takes none."""
    return visitor.client.post("/en/privacy", data={"code": CANARY}, headers=spell(headers))


def send_nowhere(visitor: Visitor, headers: dict[str, str]) -> Any:
    """Send a form to a page that is not there."""
    return visitor.client.post("/en/nothing/at/all", data={"code": CANARY}, headers=spell(headers))


def spell(headers: dict[str, str]) -> dict[str, str]:
    """Return headers in the spelling of HTTP."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


SENT = [
    (send_json, 415, ""),
    (send_file, 415, "/en/status"),
    (send_broken, 400, ""),
    (send_much, 413, ""),
    (send_to_a_page_that_reads, 405, ""),
    (send_nowhere, 404, ""),
]


@pytest.mark.parametrize(("send", "status", "way_back"), SENT)
def test_what_is_no_form_of_ours_is_told_both_ways(visitor: Visitor, send: Send, status: int, way_back: str) -> None:
    """Also in a browser that keeps no cookie: the address tells the status; nobody is given a cookie for it."""
    for headers in OTHERS:
        assert send(visitor, headers).status_code == status
    for headers in BROWSERS:
        had_cookie = bool(visitor.cookie)
        led = send(visitor, headers)
        assert (led.status_code, led.headers["Location"]) == (303, f"/en/again/{status}")
        assert ("Set-Cookie" in led.headers) == (had_cookie or bool(way_back))
        answer = visitor.ask(f"again/{status}")
        assert answer.status_code == status
        assert not way_back or f'href="{way_back}"' in answer.get_data(as_text=True)


def test_a_wrong_method_is_told_the_right_ones_also_by_the_way_of_a_page(scene: Scene) -> None:
    """Of the address that it was sent to."""
    visitor = scene.with_draft()
    send_to_a_page_that_reads(visitor, BROWSERS[0])
    answer = visitor.ask("again/405")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert 'href="/en/privacy"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("size", [MAX_BODY + 1, 10_000_000])
def test_words_that_are_too_many_leave_the_form_as_it_was(scene: Scene, size: int) -> None:
    """And whoever wrote them is told what became of them."""
    visitor = scene.with_draft()
    visitor.send("refer/more", {"anything_else": "x" * size}, **BROWSERS[0])
    page = visitor.look("again/413")
    assert "None of it was sent. What you sent before is still here." in page.words
    assert "If it is gone, please write it again." in page.words
    assert "/en/refer/more" in {link["href"] for link in page.list_tags("a")}
    assert visitor.look("refer/more").typed_in("anything_else") == "Please do not ring on Fridays."


# where a form was sent to, and the page that it stands on
WAYS_BACK = [
    ("refer", "referral.begin", "/en/refer"),
    ("refer/more", "referral.answer", "/en/refer/more"),
    ("refer/words/try", "referral.try_words", "/en/refer/words"),
    ("refer/check", "referral.send", "/en/refer/check"),
    ("refer/sent", "referral.keep", "/en/refer/sent"),
    ("refer/delete", "referral.delete", "/en/refer"),
    ("refer/save", "saving.save", "/en/refer/save"),
    ("refer/save/kept", "saving.keep", "/en/refer/save"),
    ("refer/return", "saving.take_up", "/en/refer/return"),
    ("stay", "staying.stay", ""),
    ("status", "status.open_by_code", "/en/status"),
    ("status/message", "status.send_message", "/en/status"),
    ("status/stop", "status.stop_contact", "/en/status/stop"),
    ("status/link/off", "status.turn_off_links", "/en/status/link"),
    ("status/close", "status.close", "/en/status"),
    ("status/ask/add", "requests.send", "/en/status/ask/add"),
    ("open/a-secret-link", "status.open_by_link", ""),
]


@pytest.mark.parametrize(("part", "endpoint", "way_back"), WAYS_BACK)
def test_the_way_back_is_a_page_of_ours_and_no_secret(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, part: str, endpoint: str, way_back: str
) -> None:
    """Kept in the sealed cookie, made from our own table of addresses, and without the part that opens a page."""
    visitor = scene.with_draft()
    monkeypatch.setitem(scene.app.view_functions, endpoint, raises(RuntimeError()))
    visitor.send(part, at="refer/name", **BROWSERS[0])
    kept = scene.portal.cookies.open(visitor.cookie)
    assert kept is not None
    assert kept["led"][3] == way_back
    assert "a-secret-link" not in str(kept)
    main = visitor.look("again/500").html.split("<main")[1].split("</main>")[0]
    assert not way_back or f'href="{way_back}"' in main


ELSEWHERE = ["//elsewhere.invalid/en/refer", "/en/https://elsewhere.invalid", "/elsewhere.invalid", "/"]


@pytest.mark.parametrize("path", ELSEWHERE)
@pytest.mark.parametrize("query", ["", "?back=https://elsewhere.invalid", "?next=//elsewhere.invalid"])
def test_nothing_in_the_address_leads_to_another_site(scene: Scene, path: str, query: str) -> None:
    """By 303, by 308 or on the page."""
    visitor = scene.with_draft()
    answer = visitor.client.post(path + query, data={"x": "y"}, headers={"Accept": "text/html"})
    assert "elsewhere" not in answer.headers.get("Location", "").partition("?")[0].replace("/en/https:", "")
    assert "elsewhere" not in str(scene.portal.cookies.open(visitor.cookie))
    assert "elsewhere" not in visitor.look(f"again/{405 if path == '/' else 404}").html


def test_a_message_that_cannot_be_sent_waits_on_the_page(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the page in between says so."""
    visitor = scene.visitor()
    visitor.open_page(scene.amira.code)
    monkeypatch.setitem(scene.app.view_functions, "status.send_message", raises(Unavailable(CANARY)))
    visitor.send("status/message", {"words": f"Please ring\r\nlater {CANARY}"}, at="status", **BROWSERS[0])
    waiting = visitor.look("wait")
    assert (waiting.status, CANARY in waiting.html) == (503, False)
    assert "What you wrote is kept. It waits for you on your page, and nobody has read it." in waiting.words
    assert visitor.look("status").typed_in("words") == f"Please ring\nlater {CANARY}"


def test_what_goes_wrong_in_the_answering_of_an_error_is_told_like_everything_else(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that its owner shut while the database goes away: 503, and neither address nor text in the log."""
    visitor = scene.visitor()
    visitor.open_page(scene.amira.code)
    monkeypatch.setitem(scene.app.view_functions, "status.entry", raises(Shut(CANARY)))
    monkeypatch.setattr(requests, "view_shut", raises(Unavailable(CANARY)))
    answer = visitor.ask("status")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert CANARY not in caplog.text
    assert "/en/status" not in caplog.text
    assert "Traceback" not in caplog.text
