"""The front by itself: what it keeps, what it hands on, and in which form it answers."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
from werkzeug.test import Client, TestResponse, create_environ
from werkzeug.wrappers import Response

from portal.web.front import FIRST, Front

PAGE = "<!doctype html><p>The same for everybody.</p>" * 20
ADDRESS = "/en/page"


@dataclass
class Behind:
    """The application behind the front: answers as told, and remembers what it was asked."""

    answer: Response = field(default_factory=lambda: Response(PAGE, mimetype="text/html"))
    asked: list[WSGIEnvironment] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        return self.answer(environ, start_response)


@dataclass
class Scene:
    """A front over an application, and what its pages depend on."""

    behind: Behind = field(default_factory=Behind)
    edition: object = "first"

    def __post_init__(self) -> None:
        self.front = Front(self.behind, (ADDRESS, FIRST), lambda: self.edition, apart="n")

    def ask(self, address: str = ADDRESS, method: str = "GET", script: str = "", **headers: str) -> TestResponse:
        """Ask the front as a server does; headers in Python's spelling."""
        spelt = {name.replace("_", "-"): value for name, value in headers.items()}
        client = Client(self.front, use_cookies=False)
        return client.open(address, method=method, headers=spelt, environ_overrides={"SCRIPT_NAME": script})


@pytest.fixture
def front() -> Scene:
    """Give a front that nobody has asked yet."""
    return Scene()


def test_a_page_is_made_when_it_is_first_asked_for_and_then_kept(front: Scene) -> None:
    """Not at the start, and not by somebody's cookie."""
    assert front.behind.asked == []
    bodies = {front.ask(Cookie="v=secret").text for _ in range(5)}
    assert bodies == {PAGE}
    (asked,) = front.behind.asked
    assert "HTTP_COOKIE" not in asked


def test_a_new_edition_is_made_anew(front: Scene) -> None:
    """And takes the older one's place."""
    front.ask()
    front.edition = "second"
    front.behind.answer = Response("Changed", mimetype="text/html")
    assert [front.ask().text for _ in range(2)] == ["Changed", "Changed"]
    assert len(front.behind.asked) == 2


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_failure_is_never_kept(front: Scene, status: int) -> None:
    """Once the application can answer again, so does the front."""
    good, front.behind.answer = front.behind.answer, Response("Sorry", status, mimetype="text/html")
    assert (front.ask().status_code, front.ask().text) == (status, "Sorry")
    front.behind.answer = good
    assert (front.ask().status_code, front.ask().text) == (200, PAGE)


@pytest.mark.parametrize("header", [("Set-Cookie", "v=1"), ("Vary", "Accept-Language, Cookie"), ("Vary", "cookie")])
def test_what_depends_on_a_visitor_is_neither_kept_nor_compressed(front: Scene, header: tuple[str, str]) -> None:
    """Each visitor's request reaches the application with the visitor's own cookie."""
    front.behind.answer.headers.add(*header)
    for cookie in ("v=amira", "v=ben"):
        answer = front.ask(Cookie=cookie, Accept_Encoding="br, gzip")
        assert front.behind.asked[-1]["HTTP_COOKIE"] == cookie
        assert "Content-Encoding" not in answer.headers
        assert answer.text == PAGE


@pytest.mark.parametrize(
    ("cookie", "is_apart"),
    [("n=1", True), ("v=x; n=1", True), ("v=x;n=1", True), ("n=", True), ("v=n=1", False), ("vn=1; m=1", False)],
)
def test_who_asked_for_discretion_is_always_answered_by_the_application(
    front: Scene, cookie: str, is_apart: bool
) -> None:
    """A page may look otherwise for them, and nobody else gets that one."""
    front.ask()
    front.ask(Cookie=cookie)
    assert len(front.behind.asked) == (2 if is_apart else 1)
    assert front.behind.asked[-1].get("HTTP_COOKIE") == (cookie if is_apart else None)


@pytest.mark.parametrize(
    ("address", "method", "script"),
    [
        (ADDRESS, "POST", ""),
        (ADDRESS, "OPTIONS", ""),
        (ADDRESS + "?change=1", "GET", ""),
        (ADDRESS, "GET", "/below"),
        ("/en/another", "GET", ""),
        (ADDRESS + "/", "GET", ""),
    ],
)
def test_everything_else_goes_on_untouched(front: Scene, address: str, method: str, script: str) -> None:
    """Other addresses and methods, more in the address, a site below another address."""
    front.ask()
    front.ask(address, method, script)
    assert [each["REQUEST_METHOD"] for each in front.behind.asked] == ["GET", method]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("identity", None),
        ("zstd;;q=,", None),
    ],
)
def test_a_page_comes_in_the_form_the_browser_takes(front: Scene, accepted: str, coding: str | None) -> None:
    """With its length, and told apart for caches."""
    answer = front.ask(Accept_Encoding=accepted)
    opened = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}[coding](answer.data)
    assert (answer.headers.get("Content-Encoding"), opened.decode()) == (coding, PAGE)
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Vary"] == "Accept-Encoding"
    head = front.ask(method="HEAD", Accept_Encoding=accepted)
    assert (list(head.headers), head.data) == (list(answer.headers), b"")


def test_the_first_address_is_answered_for_each_wish(front: Scene) -> None:
    """Made once a language, whatever else the browser says, and not compressed."""
    front.behind.answer = Response("On", 303, {"Location": "/en/", "Vary": "Accept-Language"}, mimetype="text/html")
    answers = [front.ask("/", Accept_Language=wish, Accept_Encoding="br") for wish in ("ar-EG, en;q=0.1", "ar", "en")]
    assert [each["HTTP_ACCEPT_LANGUAGE"] for each in front.behind.asked] == ["ar", "en"]
    assert {(each.status_code, each.headers["Vary"], each.text) for each in answers} == {(303, "Accept-Language", "On")}


def test_what_a_layer_outside_adds_for_one_visitor_reaches_no_other(front: Scene) -> None:
    """Each is given a list of headers of its own."""
    given: list[list[tuple[str, str]]] = []

    def start(_status: str, headers: list[tuple[str, str]], _info: object = None) -> Callable[[bytes], object]:
        given.append(headers)
        return lambda _data: None

    for _ in range(2):
        assert list(front.front(create_environ(ADDRESS), start)) == [PAGE.encode()]
        given[-1].append(("Set-Cookie", "v=1"))
    assert len([name for name, _ in given[1] if name == "Set-Cookie"]) == 1
