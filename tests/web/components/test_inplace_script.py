"""What is fetched and put in the place of the page, how it is asked for, and what is left to the browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.web.components.gallery import ORIGIN, POLICY, STATIC, WAY_OUT

Asked = list[Request]
Show = Callable[[str], Page]
FRAME = """<!doctype html><html lang="en" dir="ltr"><head><title>Loading</title>
<link rel="icon" href="data:,"><script src="/static/exit.js" defer></script>
<script src="/static/inplace.js" defer></script></head><body class="apart">
<header class="bar"><a class="exit" data-exit data-word="Loading" href="/leave" data-destination="{way_out}">Leave</a>
</header><main id="main"><h1>{heading}</h1>{words}<p id="below">Below</p></main>
<p class="sr" role="status" data-told data-opened="New page:" data-back="Back"></p></body></html>"""
FORM = """<form action="/ask" method="{method}" data-form><input name="words" value="one &amp; two">
<button id="plain">A</button><button id="named" name="press" value="this">B</button>
<button id="other" formaction="/elsewhere?a=1" formmethod="{other}">C</button></form>"""


@pytest.fixture
def asked() -> Asked:
    """Keep what the browser asks for, but scripts."""
    return []


@pytest.fixture
def show(page: Page, asked: Asked) -> Show:
    """Return a function that opens a page with these words; every other address answers with a page of its path."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            return route.fulfill(body=(STATIC / path.rpartition("/")[2]).read_bytes(), content_type="text/javascript")
        asked.append(route.request)
        body = FRAME.format(way_out=WAY_OUT, heading=path, words=words if path == "/first" else "")
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        return route.fulfill(headers=headers, body=body)

    words = ""

    def open_page(given: str) -> Page:
        nonlocal words
        words = given
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/first")
        asked.clear()
        return page

    return open_page


@pytest.mark.parametrize(
    ("press", "method", "address", "body"),
    [
        ("#plain", "GET", "/ask?words=one+%26+two", None),
        ("#named", "GET", "/ask?words=one+%26+two&press=this", None),
        ("#other", "POST", "/elsewhere?a=1", "words=one+%26+two"),
    ],
)
def test_a_form_that_asks_is_sent_as_the_browser_would(
    show: Show, asked: Asked, press: str, method: str, address: str, body: str | None
) -> None:
    page = show(FORM.format(method="get", other="post"))
    page.locator(press).click()
    expect(page.locator("h1")).to_have_text(urlsplit(address).path)
    (request,) = asked
    assert (request.method, request.url, request.post_data) == (method, ORIGIN + address, body)
    assert page.url == f"{ORIGIN}/first"


@pytest.mark.parametrize(
    ("press", "method", "address", "body"),
    [
        ("#plain", "POST", "/ask", "words=one+%26+two"),
        ("#named", "POST", "/ask", "words=one+%26+two&press=this"),
        ("#other", "GET", "/elsewhere?words=one+%26+two", None),
    ],
)
def test_a_form_that_sends_is_sent_as_the_browser_would(
    show: Show, asked: Asked, press: str, method: str, address: str, body: str | None
) -> None:
    page = show(FORM.format(method="post", other="get"))
    page.locator(press).click()
    expect(page.locator("h1")).to_have_text(urlsplit(address).path)
    (request,) = asked
    assert (request.method, request.url, request.post_data) == (method, ORIGIN + address, body)
    if method == "POST":
        assert request.headers["content-type"] == "application/x-www-form-urlencoded;charset=UTF-8"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="tel:999">x</a>',
        '<a href="mailto:a@b.invalid">x</a>',
        '<a href="https://elsewhere.test/">x</a>',
        '<a href="/file" download>x</a>',
        '<a href="/second" target="other">x</a>',
        '<a href="/second" data-plain>x</a>',
        '<a class="exit" href="/leave">x</a>',
    ],
)
def test_what_is_not_a_page_of_this_site_is_left_to_the_browser(show: Show, link: str) -> None:
    """The script lets the press through."""
    page = show(f"<p>{link}</p>")
    page.evaluate("""addEventListener('click', event => { window.taken = event.defaultPrevented
      event.preventDefault() })""")
    page.locator("main p a").click()
    assert page.evaluate("window.taken") is False
    assert page.locator("h1").inner_text() == "/first"


@pytest.mark.parametrize("key", ["Control", "Shift", "Alt", "Meta"])
def test_a_press_with_a_key_is_left_to_the_browser(show: Show, key: str) -> None:
    """Such as for another tab: whoever does that means it."""
    page = show('<p><a href="/second">x</a></p>')
    page.evaluate("""addEventListener('click', event => { window.taken = event.defaultPrevented
      event.preventDefault() })""")
    page.locator("main p a").click(modifiers=[key])  # type: ignore[list-item]  # one of four
    assert page.evaluate("window.taken") is False


def test_a_link_into_a_page_leads_there(show: Show, asked: Asked) -> None:
    """Of this page without asking anybody, of another once it has come; the address stays."""
    page = show('<p><a id="here" href="#below">x</a> <a id="there" href="/second#below">x</a></p>')
    page.locator("#here").click()
    assert page.evaluate("document.activeElement.id") == "below"
    assert asked == []
    page.locator("#there").click()
    expect(page.locator("h1")).to_have_text("/second")
    assert page.evaluate("document.activeElement.id") == "below"
    assert (page.url, page.evaluate("history.length")) == (f"{ORIGIN}/first", 2)


def test_addresses_count_from_the_page_that_is_shown(show: Show, asked: Asked) -> None:
    """Not from the one in the bar."""
    page = show('<p><a href="/deep/second">x</a></p>')
    page.locator("main p a").click()
    expect(page.locator("h1")).to_have_text("/deep/second")
    page.evaluate("""document.querySelector('main').insertAdjacentHTML('beforeend',
      '<form method="post"><button>Go</button></form><a id="near" href="third">x</a>')""")
    page.locator("main form button").click()
    expect(page.locator("main form")).to_have_count(0)
    assert asked[-1].url == f"{ORIGIN}/deep/second"
    page.evaluate(
        """document.querySelector('main').insertAdjacentHTML('beforeend', '<a id="near" href="third">x</a>')"""
    )
    page.locator("#near").click()
    expect(page.locator("h1")).to_have_text("/deep/third")
