"""What a first visit costs, with the real pages: bytes as they are sent, and how often the browser has to ask."""

from __future__ import annotations

from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Page as Tab

from portal.holders import Role
from portal.web.public.pages import list_addresses
from portal.web.public_app import create_public_app
from tests.embedded import SettingsOf
from tests.served import serve
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

KB = 1024
FETCHING = {"script", "img", "source", "iframe", "object", "embed", "video", "audio", "use", "image"}
FETCHED = {"stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "manifest"}
ADDRESSES = pytest.mark.parametrize("address", ["/en/", "/ar/"])


def weigh(visitor: Visitor, address: str) -> int:
    """Return the bytes of a body as a browser gets them."""
    answer = visitor.ask(address, Accept_Encoding="gzip, deflate, br, zstd")
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "br")
    size = len(answer.data)
    answer.close()
    return size


def list_parts(page: Page) -> dict[str, str]:
    """List what a page makes the browser ask for: address -> tag."""
    asking = [(tag, each) for tag, each in page.tags if tag in FETCHING or each.get("rel") in FETCHED]
    named = [(tag, each.get("src") or each.get("href", "")) for tag, each in asking]
    return {address: tag for tag, address in named if address and not address.startswith("data:")}


def test_every_page_with_all_it_needs_fits_in_14_kb_and_three_requests(scene: Scene) -> None:
    """Any page may be the first: itself, one sheet of at most 5 KB, one script of at most 2 KB, icons inside."""
    visitor = scene.visitor()
    for address in list_addresses(scene.app, scene.portal.library):
        parts = list_parts(visitor.look(address))
        weights = {tag: weigh(visitor, part) for part, tag in parts.items()}
        assert sorted(parts.values()) == ["link", "script"], address
        assert weights["link"] <= 5 * KB
        assert weights["script"] <= 2 * KB
        assert weigh(visitor, address) + sum(weights.values()) <= 14 * KB, address


@pytest.fixture
def counted(settings_of: SettingsOf) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a site that counts, and every path that it is asked for."""
    app, asked = create_public_app(settings_of(Role.PUBLIC)), list[str]()

    def count(environ: WSGIEnvironment, start: StartResponse) -> object:
        asked.append(environ["PATH_INFO"])
        return app(environ, start)

    with serve(count) as url:
        yield url, asked
    app.extensions["portal"].side.store.close()


@ADDRESSES
def test_a_browser_asks_three_times_on_a_first_visit(counted: tuple[str, list[str]], page: Tab, address: str) -> None:
    """As the server counts it, the icon that browsers ask for by themselves among it; and it loads no font."""
    site, asked = counted
    page.goto(site + address, wait_until="networkidle")
    kinds = sorted(path.rsplit(".", 1)[-1] for path in asked)
    assert kinds == sorted([address, "css", "js"])
    assert page.evaluate("document.fonts.size") == 0
    assert page.evaluate("document.querySelector('link[rel=icon]').href").startswith("data:image/svg+xml,")
