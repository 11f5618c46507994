"""The desk in a browser: signed in by keyboard, a mistake found by keyboard, the card in view. Looks: tests/walk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.builders import MovableClock, Referred, StaffAccount
from tests.served import serve
from tests.sheets.writing import HEAD, write_sheet, write_workbook


@pytest.fixture
def desk_url(app: Flask) -> Iterator[str]:
    """Give the address of the desk, served from this process."""
    with serve(app, "localhost") as url:
        yield url


def sign_in(page: Page, url: str, account: StaffAccount, clock: MovableClock) -> None:
    """Sign in by keyboard, as somebody who uses no mouse does."""
    page.goto(url)
    page.locator("#email").focus()
    for words in (account.email, account.password, account.otp(clock.now())):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")


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
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page, desk_url, fay, clock)
    page.goto(f"{desk_url}/case/{amira.case.case_id}")
    page.get_by_role("link", name="Turn off links to the page").scroll_into_view_if_needed()
    place = page.locator(".reach .rule").bounding_box()
    context.close()
    assert place
    assert 0 <= place["y"] < 320


def test_a_spreadsheet_is_chosen_looked_at_and_taken_in(
    page_without_script: Page, desk_url: str, clock: MovableClock, fay: StaffAccount, amira: Referred
) -> None:
    """As a browser sends a file, and without script."""
    page = page_without_script
    sign_in(page, desk_url, fay, clock)
    page.goto(f"{desk_url}/sheet")
    row = (amira.receipt.case_reference, "With re:hub", "20/11/2026", *[""] * 4)
    raw = write_workbook(write_sheet((HEAD, row)))
    page.locator("#sheet").set_input_files({"name": "rows.xlsx", "mimeType": "application/zip", "buffer": raw})
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Take these rows in").click()
    assert page.get_by_text("Taken in. Below stands what became of each row.").is_visible()
    assert page.url == f"{desk_url}/sheet/check"
