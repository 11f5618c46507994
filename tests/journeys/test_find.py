"""Finding the local service from the first page to the form, in a real browser; and questions that stay there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.builders import AMIRAS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker
from tests.processes import RunningSite


def press(page: Page, role: str, name: str) -> None:
    """Press what is called so in the page's own words, and wait for the next page."""
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # one of its roles


def test_from_the_first_page_to_a_form_for_the_area(running_site: RunningSite, new_page: NewPage) -> None:
    """Two presses to the form, a postcode, one press on; no address of the browser ever has its second half."""
    amira = Asker(new_page(java_script_enabled=False), running_site)
    addresses: list[str] = []
    amira.page.on("request", lambda request: addresses.append(request.url))
    amira.page.goto(f"{amira.base}/")
    press(amira.page, "link", "Find your local service")
    amira.page.fill("#q", "LS1 4AP")
    press(amira.page, "button", "Find the service")
    expect(amira.page.locator("#answer")).to_contain_text("West Yorkshire")
    press(amira.page, "link", "Ask for help here")
    amira.press(amira.page.locator("main form button:visible").last)
    while amira.slug != "where":
        amira.answers(AMIRAS_PAGES[amira.slug])
    assert amira.page.locator("[name=area]").input_value() == "west-yorkshire"
    amira.goes_on()
    amira.fills_in(AMIRAS_PAGES)
    expect(amira.page.locator("main")).to_contain_text("West Yorkshire")
    assert not [each for each in addresses if re.search("4ap", each, re.IGNORECASE)]


def test_an_answer_opens_its_words_and_goes_nowhere(running_site: RunningSite, new_page: NewPage) -> None:
    """By pointer or by key, with or without a script: nothing is asked of the site, and the address stays."""
    page = new_page(java_script_enabled=False)
    address = f"{running_site.public_url}/en/is-it-for-me"
    page.goto(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    meaning = page.get_by_text("There is a part of this site for you.")
    expect(meaning).to_be_hidden()
    page.locator("#q3-1").check()
    expect(meaning).to_be_visible()
    page.locator("#q3-1").press("Enter")
    page.locator("#q3-1").press("ArrowDown")
    expect(page.locator("#q3-2")).to_be_checked()
    expect(meaning).to_be_hidden()
    assert (asked, page.url) == ([], address)


def test_in_discreet_mode_answers_come_in_place(running_site: RunningSite, new_page: NewPage) -> None:
    """The address bar stays as it was, so that the place stands in no history at all."""
    page = new_page()
    page.context.add_cookies([{"name": "n", "value": "1", "url": running_site.public_url}])
    page.goto(f"{running_site.public_url}/en/find")
    page.fill("#q", "Newport")
    page.get_by_role("button", name="Find the service").click()
    expect(page.locator("#answer")).to_contain_text("Which area is it?")
    page.locator("#answer").get_by_role("link", name="Gwent").click()
    expect(page.locator("#answer")).to_contain_text("We found no page of a service for this area.")
    page.get_by_role("link", name="See if it may be for you").click()
    page.locator("#q3-1").check()
    expect(page.get_by_text("There is a part of this site for you.")).to_be_visible()
    assert page.url == f"{running_site.public_url}/en/find"
