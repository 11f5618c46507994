"""What script adds to a page that closes: a warning, more time at one press, and nothing left to read at the end."""

from collections.abc import Callable

import brotli
import pytest
from playwright.sync_api import Page, expect

from portal.web.staying import TimeLimit, What
from tests.web.components.conftest import NOON
from tests.web.components.gallery import ORIGIN, STATIC, Site, answer_from_memory, make_environment

START = Callable[..., Page]
WORDS = "What I wrote"


def draw(limit: TimeLimit) -> str:
    """Return a page with a field and the words about time, as the site draws them."""
    environment = make_environment()
    environment.globals["url_for"] = lambda endpoint, what: f"/{endpoint}?{what}"
    template = environment.get_template("layouts/time_limit.html")
    part = template.render(site=Site(), limit=limit.told, left=limit.left_seconds, token="made-up")
    return (
        '<!doctype html><html lang="en"><title>Your name – Heard</title>'
        '<a data-word="Loading" href="/">Leave</a>'
        f'<main id="main"><h1>{WORDS}</h1><input id="name">{part}</main>'
        '<script src="/static/timeout.js" defer></script>'
    )


@pytest.fixture
def start(page: Page) -> START:
    """Return a function that opens the page with a clock that only the test moves; `answer` is the server's."""

    def open_page(
        *, idle: int = 900, left: int = 10800, is_strict: bool = False, what: What = "form", answer: int = 204
    ) -> Page:
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        html = draw(TimeLimit(what, idle, left, 3, is_strict))
        page.route("**/*", answer_from_memory(lambda _: html))
        headers = {"Location": "/see/start"} if answer == 303 else {}
        page.route("**/staying.stay*", lambda route: route.fulfill(status=answer, headers=headers))
        page.clock.install(time=NOON)
        page.goto(f"{ORIGIN}/see/page")
        page.clock.pause_at(NOON.replace(minute=1))
        return page

    return open_page


def go_on(page: Page, minutes: float) -> None:
    """Let time pass."""
    page.clock.run_for(int(minutes * 60_000))


def test_five_minutes_before_it_is_said_and_the_exit_is_not_covered(start: START) -> None:
    page = start()
    go_on(page, 8)
    expect(page.get_by_role("button", name="I am still here")).to_be_hidden()
    go_on(page, 2)
    expect(page.get_by_role("button", name="I am still here")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("This page closes in five minutes. What you wrote is then gone")


def test_one_press_gives_the_whole_time_again_and_leaves_everything_where_it_was(start: START) -> None:
    page = start()
    page.locator("#name").fill("Amira")
    go_on(page, 10)
    page.get_by_role("button", name="I am still here").click()
    expect(page.get_by_role("status")).to_have_text("You have more time now.")
    expect(page.get_by_role("button", name="I am still here")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "name"
    go_on(page, 9)
    expect(page.locator("#name")).to_have_value("Amira")
    go_on(page, 2)
    expect(page.get_by_role("button", name="I am still here")).to_be_visible()


@pytest.mark.parametrize("is_strict", [False, True])
def test_at_the_end_nothing_can_be_read_any_more(start: START, is_strict: bool) -> None:
    page = start(is_strict=is_strict)
    page.locator("#name").fill("Amira")
    go_on(page, 15)
    expect(page.get_by_role("status")).to_have_text("This page has closed.")
    assert WORDS not in page.locator("body").inner_text()
    assert page.locator("#name").count() == 0
    assert page.title() == ("Loading" if is_strict else "Your name – Heard")
    assert (page.locator("[data-word]").count() == 0) is is_strict
    expect(page.get_by_role("link", name="Carry on")).to_be_visible()


def test_a_page_that_cannot_stay_longer_says_so_and_offers_no_press(start: START) -> None:
    page = start(idle=1800, left=900, what="receipt")
    go_on(page, 11)
    expect(page.get_by_role("status")).to_contain_text("It cannot stay open longer. The code is then no longer shown.")
    expect(page.get_by_role("button", name="I am still here")).to_be_hidden()


def test_a_device_that_slept_over_the_end_shows_nothing(start: START) -> None:
    page = start()
    page.clock.fast_forward(60 * 60_000)
    page.clock.run_for(1100)
    expect(page.get_by_role("status")).to_have_text("This page has closed.")


@pytest.mark.parametrize(("answer", "words"), [(303, "This page has closed."), (500, "That did not work.")])
def test_a_press_that_gives_no_time_says_so(start: START, answer: int, words: str) -> None:
    page = start(answer=answer)
    go_on(page, 10)
    page.get_by_role("button", name="I am still here").click()
    expect(page.get_by_role("status")).to_contain_text(words)


def test_a_page_swapped_in_has_a_time_of_its_own(start: START) -> None:
    page = start()
    go_on(page, 10)
    page.evaluate(
        "main.innerHTML = main.innerHTML.replace(' soon', '').replace('class=\"panel\"', 'hidden class=\"panel\"')"
    )
    go_on(page, 6)
    expect(page.get_by_role("heading")).to_have_text(WORDS)


def test_the_script_is_small() -> None:
    assert len(brotli.compress((STATIC / "timeout.js").read_bytes())) <= 1024
