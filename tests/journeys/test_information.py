"""The part after abuse in a browser, by keyboard."""

from __future__ import annotations

from tests.journeys.conftest import NewPage
from tests.processes import RunningSite


def test_from_the_first_page_one_goes_on_by_keyboard(running_site: RunningSite, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{running_site.public_url}/en/information")
    page.locator("main .button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/information/start")
    assert page.locator("h1").inner_text() == "After domestic abuse"
    assert page.title() == "Information"
