"""Discreet mode when answers are slow, fail or come too late: said in place, nothing lost, and never after the exit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.builders import AMIRAS_PAGES
from tests.eventually import eventually
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker
from tests.processes import RunningSite

NAME = "Qanary"
BROKEN = "<!doctype html><main><h1>One moment</h1><p>Too many tries.</p><p><a href='/en/'>On</a></p></main>"

Answer = Callable[[Route], None]


@pytest.fixture
def reader(running_site: RunningSite, new_page: NewPage) -> Asker:
    """Give somebody at the entry of the part after abuse, with a clock that the test moves."""
    page = new_page()
    page.clock.install()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{running_site.public_url}/en/information")
    return Asker(page, running_site)


@pytest.fixture
def writer(reader: Asker) -> Asker:
    """Give somebody who is asked for a name and has typed one."""
    reader.press(reader.page.locator(".foot a", has_text="Ask for it"))
    reader.press(reader.page.locator("main form button:visible").last)
    while reader.slug != "name":
        reader.answers(AMIRAS_PAGES[reader.slug])
    reader.fills("name", NAME)
    return reader


def hold(held: list[Route]) -> Answer:
    """Return what keeps a request waiting until the test answers it."""

    def keep(route: Route) -> None:  # Playwright takes no method of a list
        held.append(route)

    return keep


def note_start(noted: list[str], url: str) -> None:
    """Note one address among all of them."""
    if url.endswith("/start"):
        noted.append(url)


def wait_for(page: Page, seen: list[Route] | list[str]) -> None:
    """Wait until something was noted of what the browser asked; Playwright tells it while it is spoken to."""
    eventually(lambda: page.title() and seen)


def is_said(page: Page, words: str) -> None:
    expect(page.locator("[data-told]")).to_contain_text(words)


def test_a_slow_answer_is_said_and_seen_until_it_comes(reader: Asker) -> None:
    held: list[Route] = []
    reader.page.route("**/information/start", hold(held))
    reader.page.locator("main .button").click()
    wait_for(reader.page, held)
    is_said(reader.page, "")
    reader.page.clock.run_for(1100)
    is_said(reader.page, "Still loading.")
    expect(reader.page.locator(".told")).to_be_visible()
    held[0].continue_()
    expect(reader.page.locator("h1")).to_have_text("After domestic abuse")
    expect(reader.page.locator(".told")).to_have_count(0)


def test_another_press_takes_the_place_of_a_slow_one(reader: Asker) -> None:
    """What was asked for first is not shown, also when it comes last."""
    held: list[Route] = []
    given_up: list[str] = []
    reader.page.on("requestfailed", lambda request: note_start(given_up, request.url))
    reader.page.route("**/information/start", hold(held))
    reader.page.locator("main .button").click()
    wait_for(reader.page, held)
    reader.press(reader.page.locator(".foot a", has_text="Privacy"))
    wait_for(reader.page, given_up)
    expect(reader.page.locator("h1")).not_to_have_text("After domestic abuse")


def break_off(route: Route) -> None:
    route.abort()


def answer_busy(route: Route) -> None:
    route.fulfill(status=429, content_type="text/html", body=BROKEN)


def answer_nonsense(route: Route) -> None:
    route.fulfill(status=500, content_type="text/plain", body="x")


@pytest.mark.parametrize(
    ("fail", "heading"),
    [
        (break_off, "That did not work. Please try again."),
        (answer_busy, "One moment"),
        (answer_nonsense, "That did not work. Please try again."),
    ],
)
def test_what_did_not_go_through_loses_no_word_and_can_be_sent_again(writer: Asker, fail: Answer, heading: str) -> None:
    page = writer.page
    page.route("**/refer/name", fail)
    page.locator("main form button").first.click()
    box = page.locator("[data-box]")
    expect(box.locator("h2")).to_have_text(heading)
    expect(box).to_be_focused()
    expect(box).to_contain_text("What you typed is still here.")
    assert page.locator("main [name=name]").input_value() == NAME
    page.unroute("**/refer/name")
    writer.press(box.get_by_role("button", name="Try again"))
    assert writer.slug not in {"name", "again"}


def test_an_answer_that_never_comes_is_given_up_after_half_a_minute(reader: Asker) -> None:
    held: list[Route] = []
    reader.page.route("**/information/start", hold(held))
    reader.page.locator("main .button").click()
    wait_for(reader.page, held)
    reader.page.clock.run_for(31_000)
    box = reader.page.locator("[data-box]")
    expect(box).to_contain_text("Your connection may be slow or gone.")
    reader.page.unroute("**/information/start")
    reader.press(box.get_by_role("button", name="Try again"))
    expect(reader.page.locator("h1")).to_have_text("After domestic abuse")


def test_what_is_on_its_way_is_given_up_at_the_exit(reader: Asker) -> None:
    """So that it never comes back to a blank screen, also where the way out leads nowhere."""
    held: list[Route] = []
    given_up: list[str] = []
    reader.page.on("requestfailed", lambda request: note_start(given_up, request.url))
    reader.page.route("**/information/start", hold(held))
    reader.page.context.route("**/weather*", lambda route: route.fulfill(status=204))
    reader.page.locator("main .button").click()
    wait_for(reader.page, held)
    reader.page.locator(".exit").first.click()
    wait_for(reader.page, given_up)
    reader.page.clock.run_for(2100)
    expect(reader.page.get_by_role("link")).to_have_text("Carry on")
    expect(reader.page.get_by_role("link")).to_have_attribute("href", "/neutral")
    assert reader.page.evaluate("document.body.innerText.split('\\n')[0]") == "Loading"


def test_a_file_is_not_opened_before_it_is_said_what_that_leaves(reader: Asker) -> None:
    reader.page.route(
        "**/information/start", lambda route: route.fulfill(status=200, content_type="text/csv", body="a,b")
    )
    reader.page.locator("main .button").click()
    expect(reader.page.locator("[data-box] h2")).to_contain_text("Its address goes into the history")
    expect(reader.page.locator("[data-box] a")).to_have_attribute("data-plain", "")


def test_a_form_that_closed_by_itself_shows_nothing_and_leads_on_in_place(writer: Asker) -> None:
    """Also after abuse, when the whole screen is cleared; the exit stands again on the page that comes next."""
    page = writer.page
    entry = page.url
    page.locator("[data-idle]").evaluate("box => { box.dataset.strict = '' }")
    page.clock.fast_forward(60 * 60_000)
    page.clock.run_for(1100)
    expect(page.locator("h1")).to_have_text("This page has closed.")
    assert page.locator("[data-exit]").count() == 0
    writer.press(page.get_by_role("link", name="Carry on"))
    expect(page.locator(".exit").first).to_be_visible()
    assert page.url == entry
    for _ in range(3):
        page.keyboard.press("ShiftLeft")
    page.wait_for_url("https://www.bbc.co.uk/weather*")
