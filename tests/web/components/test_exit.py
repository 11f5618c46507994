"""Leaving: one press or Shift three times, blank at once, and a way on when the way out is slow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.eventually import eventually
from tests.web.components.gallery import ORIGIN, WAY_OUT, answer_from_memory, draw_sample

Show = Callable[..., Page]


def lead_nowhere(route: Route) -> None:
    """Answer so that the browser stays where it is."""
    route.fulfill(status=204, body="")


@pytest.fixture
def stuck(show_with_clock: Show) -> Page:
    """A page whose way out leads nowhere."""
    page = show_with_clock("status")
    page.route(WAY_OUT, lead_nowhere)
    return page


def said(page: Page) -> str:
    return page.locator("[data-exit-said]").text_content() or ""


def press_shift(page: Page, times: int, key: str = "ShiftLeft") -> None:
    for _ in range(times):
        page.keyboard.press(key)


def test_one_press_ends_the_visit_and_goes_out_without_a_way_back(show: Show) -> None:
    page = show("status")
    left: list[str] = []
    page.on("request", lambda request: left.append(request.method + " " + request.url))
    page.get_by_role("link", name="Quick exit: Leave this site").click()
    page.wait_for_url(WAY_OUT)
    assert f"GET {ORIGIN}/leave" in left
    assert page.evaluate("history.length") <= 2


def test_the_page_is_blank_with_a_neutral_title_and_icon_before_anything_answers(stuck: Page) -> None:
    stuck.locator("[data-exit]").click()
    expect(stuck).to_have_title("Loading")
    assert stuck.evaluate("document.body.innerText.trim()") == "Loading"
    assert "circle" in (stuck.locator("link[rel=icon]").get_attribute("href") or "")


def test_a_plain_link_appears_when_the_way_out_is_slow(stuck: Page) -> None:
    stuck.locator("[data-exit]").click()
    stuck.clock.run_for(1900)
    assert stuck.locator("a").count() == 0
    stuck.clock.run_for(200)
    expect(stuck.get_by_role("link", name="Carry on")).to_have_attribute("href", WAY_OUT)


def test_shift_three_times_leaves_and_each_press_is_said(show: Show) -> None:
    page = show("step")
    press_shift(page, 1)
    assert said(page) == "Shift pressed. Press it 2 more times to leave this site."
    press_shift(page, 1)
    assert said(page) == "Press Shift 1 more time to leave this site."
    press_shift(page, 1)
    page.wait_for_url(WAY_OUT)


def test_left_and_right_shift_are_counted_apart(stuck: Page) -> None:
    press_shift(stuck, 2, "ShiftLeft")
    press_shift(stuck, 2, "ShiftRight")
    assert stuck.title() != "Loading"
    press_shift(stuck, 1, "ShiftRight")
    expect(stuck).to_have_title("Loading")


def test_both_shifts_held_together_count_for_nothing(stuck: Page) -> None:
    for _ in range(3):
        stuck.keyboard.down("ShiftLeft")
        stuck.keyboard.press("ShiftRight")
        stuck.keyboard.up("ShiftLeft")
    assert said(stuck) == ""


def test_writing_with_capitals_does_not_leave(show: Show) -> None:
    page = show("parts")
    page.locator("#story").focus()
    for _ in range(4):
        page.keyboard.press("Shift+A")
    assert said(page) == ""
    press_shift(page, 2)
    page.keyboard.press("b")
    press_shift(page, 2)
    assert page.title() != "Loading"


def test_presses_far_apart_are_forgotten_and_that_is_said(stuck: Page) -> None:
    press_shift(stuck, 2)
    stuck.clock.run_for(5100)
    assert said(stuck) == "Shift was not pressed again. You are still on this site."
    press_shift(stuck, 2)
    assert stuck.title() != "Loading"


def test_a_middle_press_leaves_too_and_opens_no_second_tab(show: Show) -> None:
    page = show("home")
    page.locator("[data-exit]").click(button="middle")
    page.wait_for_url(WAY_OUT)
    assert len(page.context.pages) == 1


def test_without_script_the_exit_is_a_link(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", answer_from_memory(draw_sample))
    page.goto(f"{ORIGIN}/see/home")
    page.get_by_role("link", name="Leave this site").click()
    eventually(lambda: f"{ORIGIN}/leave" in asked, what="the exit's request")
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["home", "step", "status"])
def test_the_exit_stays_in_view_and_nothing_covers_it(show: Show, name: str, width: int) -> None:
    page = show(name)
    page.set_viewport_size({"width": width, "height": 480})
    for _ in range(2):
        is_on_top = page.evaluate(
            """() => { const e = document.querySelector('[data-exit]'), b = e.getBoundingClientRect(), m = 3
              return [[b.left+m, b.top+m], [b.right-m, b.bottom-m], [(b.left+b.right)/2, (b.top+b.bottom)/2]]
                .every(([x, y]) => y < innerHeight && document.elementFromPoint(x, y) === e) }"""
        )
        assert is_on_top
        page.evaluate("scrollTo(0, document.body.scrollHeight)")


def test_the_exit_is_seen_in_forced_colours(show: Show) -> None:
    page = show("home")
    page.emulate_media(forced_colors="active")
    assert page.locator("[data-exit]").evaluate("e => getComputedStyle(e).borderTopWidth") == "4px"
