"""What no site sees: requests that the server refuses by itself, and bodies that a browser must get rid of first."""

from __future__ import annotations

import socket
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page as Tab

from tests.processes import RunningSite
from tests.web.reading import Page

CANARY = "canary7331"
# what is sent before the end of the head, and the status of the answer
REFUSED = [
    (f"GET /en/open/{CANARY * 900} HTTP/1.1", 414),
    (f"GET /en/status HTTP/1.1\r\nCookie: v={CANARY * 4000}", 431),
    (f"GET /en/open/{CANARY} HTTP/1.1\r\nbad {CANARY}: x", 400),
    (f"{CANARY}", 400),
]


def ask(url: str, head: str) -> tuple[HTTPResponse, Page]:
    """Send a head as it is; return the answer and its page."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as connection:
        connection.sendall(f"{head}\r\nHost: {place.netloc}\r\n\r\n".encode())
        answer = HTTPResponse(connection)
        answer.begin()
        return answer, Page(answer.read().decode(), answer.status)


@pytest.mark.parametrize(("head", "status"), REFUSED, ids=["line", "cookie", "header", "nonsense"])
def test_what_the_server_refuses_is_refused_kindly(running_site: RunningSite, head: str, status: int) -> None:
    """With the sites' own care for what is kept; and the log knows neither address nor sender."""
    for url, has_help in ((running_site.public_url, True), (running_site.desk_url, False)):
        before = running_site.read_output()
        answer, page = ask(url, head)
        assert answer.status == status
        assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert (answer.headers["Clear-Site-Data"] == '"cookies"') == (status == 431)
        hrefs = {link["href"] for link in page.list_tags("a")}
        assert "/" in hrefs
        assert ({"/leave", "/en/get-help-now", "/ar/get-help-now"} <= hrefs) == has_help
        assert "Nothing that you sent before is lost." in page.words
        said = running_site.read_output().removeprefix(before)
        assert f"refused at the door, {status}" in said
        assert CANARY not in said
        assert "ip=" not in said


def test_a_browser_that_sends_ten_megabytes_is_shown_the_page(running_site: RunningSite, page: Tab) -> None:
    """And not "connection reset", which it shows when nobody takes what it sends."""
    page.goto(f"{running_site.public_url}/en/status")
    page.evaluate("document.querySelector('#code').value = 'x'.repeat(10000000)")
    with page.expect_navigation(url="**/en/again/413", timeout=60_000) as led:
        page.evaluate("document.querySelector('main form').submit()")
    assert led.value.status == 413
    assert page.locator("h1").inner_text() == "That was too long"
