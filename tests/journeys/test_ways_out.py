"""Leaving: by the button, by Shift three times, and as a plain link; what was typed is gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.builders import AMIRAS_PAGES
from tests.eventually import eventually
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker
from tests.processes import RunningSite


def begin_and_type(page: Page, site: RunningSite, lang: str = "en") -> Asker:
    """Be in the middle of a form."""
    asker = Asker(page, site, lang)
    asker.begins()
    asker.answers(AMIRAS_PAGES["who"])
    return asker


def press_button(page: Page) -> None:
    page.locator(".exit").first.click()


def press_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("ShiftLeft")


@pytest.mark.parametrize(
    ("leave", "has_script", "lang", "destination"),
    [
        (press_button, True, "en", "https://www.bbc.co.uk/weather"),
        (press_shift, True, "en", "https://www.bbc.co.uk/weather"),
        (press_button, False, "en", "https://www.bbc.co.uk/weather"),
        (press_button, True, "ar", "https://www.bbc.com/arabic"),
    ],
    ids=["button", "shift three times", "button without script", "button in Arabic"],
)
def test_leaving_ends_everything(
    running_site: RunningSite, new_page: NewPage, leave: object, has_script: bool, lang: str, destination: str
) -> None:
    assert callable(leave)
    asker = begin_and_type(new_page(java_script_enabled=has_script), running_site, lang)
    before = {cookie["name"]: cookie["value"] for cookie in asker.page.context.cookies()}
    leave(asker.page)
    asker.page.wait_for_url(f"{destination}*")
    eventually(lambda: asker.page.context.cookies() == [], 10)  # the answer to /leave clears them
    asker.page.context.add_cookies(
        [{"name": name, "value": value, "url": running_site.public_url} for name, value in before.items()]
    )
    asker.page.goto(f"{asker.base}/refer/steps")
    assert asker.page.url.endswith("/refer")  # the old cookie, replayed, opens nothing


BLANK_AFTER = """(() => {
  let pressed = 0
  const note = () => { pressed = performance.now() }
  for (const kind of ['pointerdown', 'keyup']) addEventListener(kind, note, true)
  new MutationObserver(() => {
    const isBlank = document.body && document.body.innerText.trim() === 'Loading' && document.title === 'Loading'
    if (isBlank && pressed && !window.blankAfter) window.blankAfter = performance.now() - pressed
  }).observe(document, { subtree: true, childList: true, characterData: true })
})()"""


@pytest.mark.parametrize("leave", [press_button, press_shift], ids=["button", "shift three times"])
@pytest.mark.parametrize("part", ["privacy", "information"], ids=["as ever", "discreet"])
def test_the_page_is_blank_within_a_tenth_of_a_second_also_when_nothing_answers(
    running_site: RunningSite, new_page: NewPage, part: str, leave: object
) -> None:
    """Neither this site nor the one that the way leads to: measured in the page, from the press to the empty page."""
    assert callable(leave)
    page = new_page()
    page.add_init_script(BLANK_AFTER)
    page.goto(f"{running_site.public_url}/en/{part}")
    asked: list[str] = []
    page.context.route("**/leave*", lambda route: asked.append(route.request.url))  # and never an answer
    page.context.route("**/weather*", lambda route: route.fulfill(status=204))  # the browser stays where it is
    leave(page)
    after_ms = eventually(lambda: page.evaluate("window.blankAfter"), what="a blank page")
    assert after_ms < 100
    eventually(lambda: page.title() and asked)  # Playwright tells it while it is spoken to
    assert asked == [f"{running_site.public_url}/leave?lang=en"]


@pytest.mark.parametrize("path", ["", "privacy", "refer", "status", "open/anything", "again", "nothing-here"])
def test_every_page_has_the_way_out_in_view(running_site: RunningSite, new_page: NewPage, path: str) -> None:
    page = new_page(viewport={"width": 320, "height": 560})
    page.goto(f"{running_site.public_url}/en/{path}")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    button = page.locator(".exit").first
    box = button.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 560
    assert box["height"] >= 48
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    top = "([x, y]) => document.elementFromPoint(x, y).closest('.exit') !== null"
    assert page.evaluate(top, middle), "something covers the exit"
