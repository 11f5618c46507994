"""The Back button after leaving, in Chromium as people have it: with the store of pages that drivers switch off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.eventually import eventually
from tests.journeys.conftest import NEUTRAL, PATIENCE_MS
from tests.processes import BROWSER_FLAGS, RunningSite
from tests.system_parts import find_chromium

OUT = "https://www.bbc.co.uk/weather"


@pytest.fixture(scope="module")
def keeper(browser: Browser) -> Iterator[Browser]:
    """Give a Chromium that keeps pages for Back, as everybody's does."""
    keeper = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=BROWSER_FLAGS.split(),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield keeper
    keeper.close()


@pytest.fixture
def keeping_page(keeper: Browser) -> Iterator[Page]:
    """Give a tab in it; other sites are stood in for."""
    context = keeper.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    context.route(
        lambda url: "127.0.0.1" not in url, lambda route: route.fulfill(body=NEUTRAL, content_type="text/html")
    )
    yield context.new_page()
    context.close()


def look(page: Page) -> tuple[int, list[dict[str, Any]]] | None:
    """Return the place in the tab's own list of addresses, and the list; None while one page gives way to another."""
    try:
        history = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    except Error:
        return None
    return history["currentIndex"], history["entries"]


def go_back(page: Page, goal: str) -> None:
    """Press the browser's own Back, and wait until it has ended at an address, as the browser itself tells it."""
    place, entries = eventually(lambda: look(page)) or (0, [])
    before = entries[place - 1]["id"]
    page.context.new_cdp_session(page).send("Page.navigateToHistoryEntry", {"entryId": before})

    def has_ended() -> bool:
        found = look(page)
        return found is not None and found[0] == place - 1 and found[1][found[0]]["url"] == page.url == goal

    eventually(has_ended, what=f"Back ends at {goal}")


def do_nothing(_page: Page) -> None:
    """Go on without leaving."""


def lose_the_cookie(page: Page) -> None:
    """Have the cookie deleted and nothing else."""
    page.context.clear_cookies()


def leave(page: Page) -> None:
    """Ask for the way out, as the exit button does behind the blank page."""
    assert page.evaluate("fetch('/leave', { redirect: 'manual' }).then(() => true)")


@pytest.mark.parametrize(("end", "is_kept"), [(do_nothing, True), (lose_the_cookie, False), (leave, False)])
def test_the_end_of_the_cookie_makes_the_browser_let_go_of_the_page(
    running_site: RunningSite, keeping_page: Page, end: Callable[[Page], None], is_kept: bool
) -> None:
    """Until then it is kept whole, although it says "no-store"; afterwards it is asked for anew and gives way."""
    page, first = keeping_page, f"{running_site.public_url}/en/information"
    page.goto(first)
    page.evaluate("window.mark = 'kept'")
    page.goto(f"{running_site.public_url}/neutral")
    end(page)
    go_back(page, first if is_kept else OUT)
    assert page.evaluate("window.mark === 'kept'") is is_kept


def test_after_leaving_back_shows_no_page_of_this_part(running_site: RunningSite, keeping_page: Page) -> None:
    """Neither the one that was left nor the one before it: Back ends where the exit button led."""
    page = keeping_page
    page.goto(f"{running_site.public_url}/en/information")
    page.goto(f"{running_site.public_url}/en/information/start")
    page.locator(".exit").first.click()
    page.wait_for_url(f"{OUT}*")
    eventually(lambda: page.context.cookies() == [])
    go_back(page, OUT)
    assert page.locator("h1").inner_text() == "Sunny"


def test_back_works_as_ever_while_one_reads(running_site: RunningSite, keeping_page: Page) -> None:
    """Nobody is led out who has not left."""
    page, first = keeping_page, f"{running_site.public_url}/en/information"
    page.goto(first)
    page.goto(f"{first}/start")
    go_back(page, first)
    assert page.locator("h1").inner_text() == "Before you read on"
