"""The desk in a real browser: no barrier that axe finds, nothing wider than a small telephone, no script needed."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from portal.casework.follow import send_message, stop_contact
from portal.wiring import PublicPortal
from tests.builders import AMIRAS_PAGES, MovableClock, Referred, StaffAccount, change_pages, open_page, refer

KINDS: dict[str, dict[str, Any]] = {
    "small": {"viewport": {"width": 320, "height": 640}},
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "scriptless": {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False},
}


@pytest.fixture
def desk_url(app: Flask) -> Iterator[str]:
    """Give the address of the desk, served from this process."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def noor(public: PublicPortal) -> Referred:
    """Give somebody who wrote in Arabic, may not be safe, has a message waiting and stopped all contact."""
    pages = change_pages(
        AMIRAS_PAGES, now={"in_danger": ["yes"]}, name={"name": ["نور"]}, more={"anything_else": ["أرجو الانتظار"]}
    )
    person = refer(public.side, pages, "ar")
    send_message(public.side, open_page(public.side, person), "هل من جديد؟")
    stop_contact(public.side, open_page(public.side, person))
    return person


def sign_in(page: Page, url: str, account: StaffAccount, clock: MovableClock) -> None:
    """Sign in by keyboard, as somebody who uses no mouse does."""
    page.goto(url)
    page.locator("#email").focus()
    for words in (account.email, account.password, account.otp(clock.now())):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")


def find_barriers(page: Page) -> list[str]:
    """Name what axe finds wrong with a page."""
    violations = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in violations]


@pytest.fixture
def paths(amira: Referred, noor: Referred) -> list[str]:
    """Give the addresses of every kind of page."""
    of_noor = f"/case/{noor.case.case_id}"
    contact = [f"{of_noor}/contact{query}" for query in ("?go=1", "?contact_method=call", "?contact_method=none")]
    of_case = ["", "/links", "/move?stage=closed"]
    return ["/", f"/case/{amira.case.case_id}", *(f"{of_noor}{part}" for part in of_case), *contact, "/nothing"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_open_to_everybody(
    browser: Browser, desk_url: str, clock: MovableClock, fay: StaffAccount, paths: list[str], kind: str
) -> None:
    """Inbox, cases, preview, confirmation and errors: read by axe, and no wider than the screen."""
    context = browser.new_context(locale="en-GB", **KINDS[kind])
    page = context.new_page()
    page.goto(f"{desk_url}/sign-in")
    page.locator("main button").click()
    wrong = [] if kind == "scriptless" else find_barriers(page)
    sign_in(page, desk_url, fay, clock)
    for path in paths:
        page.goto(f"{desk_url}{path}")
        if kind == "scriptless":
            assert page.locator("h1").is_visible()
            continue
        wrong += find_barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
    assert not wrong


def test_a_mistake_takes_the_focus_and_leads_to_its_field(
    page: Page, desk_url: str, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """By keyboard alone: the summary has the focus, and its link leads to the box."""
    sign_in(page, desk_url, fay, clock)
    page.goto(f"{desk_url}/case/{amira.case.case_id}")
    page.get_by_role("button", name="Put this on their page").click()
    assert page.evaluate("document.activeElement.className") == "problems"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "words"


def test_the_card_stays_in_view(
    browser: Browser, desk_url: str, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """On a telephone too, at the very end of the page."""
    context = browser.new_context(**KINDS["small"])
    page = context.new_page()
    sign_in(page, desk_url, fay, clock)
    page.goto(f"{desk_url}/case/{amira.case.case_id}")
    page.get_by_role("link", name="Turn off links to the page").scroll_into_view_if_needed()
    place = page.locator(".reach .rule").bounding_box()
    context.close()
    assert place
    assert 0 <= place["y"] < 320
