"""What script adds to a form, and that it never takes anything away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.components.gallery import ORIGIN, Site, answer_from_memory, draw_sample

Show = Callable[..., Page]
ARABIC = ("صفر", "حرف", "حرفان", "أحرف", "أحرف", "حرفًا", "حرفًا", "حرف")


def test_the_error_summary_takes_focus(show: Show) -> None:
    assert show("step").evaluate("document.activeElement.className") == "problems"


def test_a_line_of_the_summary_leads_to_the_first_input_below_its_question(show: Show) -> None:
    page = show("step")
    page.set_viewport_size({"width": 320, "height": 600})
    page.locator(".problems a").click()
    assert page.evaluate("document.activeElement.id") == "contact"
    legend, bar = (page.locator(one).bounding_box() for one in ("legend", ".bar"))
    assert legend
    assert bar
    assert legend["y"] >= bar["height"] - 1


def test_what_a_choice_reveals_opens_and_closes_with_it(show: Show) -> None:
    page = show("step")
    mobile = page.get_by_label("Mobile number")
    expect(mobile).to_be_hidden()
    page.get_by_label("Text message").check()
    expect(mobile).to_be_visible()
    page.get_by_label("Letter").check()
    expect(mobile).to_be_hidden()


def test_without_script_what_a_choice_reveals_is_seen(page_without_script: Page) -> None:
    page_without_script.route("**/*", answer_from_memory(draw_sample))
    page_without_script.goto(f"{ORIGIN}/see/step")
    expect(page_without_script.get_by_label("Mobile number")).to_be_visible()


def test_letters_are_counted_when_few_are_left_and_spoken_after_a_pause(show_with_clock: Show) -> None:
    page = show_with_clock("parts")
    count, spoken = page.locator("[data-counts]"), page.locator("[data-counts] + [role=status]")
    page.locator("#story").fill("a" * 100)
    expect(count).to_have_text("")
    page.locator("#story").fill("a" * 199)
    expect(count).to_have_text("You can write 1 more letter")
    expect(spoken).to_have_text("")
    page.clock.run_for(1100)
    expect(spoken).to_have_text("You can write 1 more letter")
    page.locator("#story").fill("a" * 203)
    expect(count).to_have_text("3 letters too many")


def test_a_letter_outside_the_first_plane_counts_once(show: Show) -> None:
    page = show("parts")
    page.locator("#story").fill("𐐷" * 199)
    expect(page.locator("[data-counts]")).to_have_text("You can write 1 more letter")


@pytest.mark.parametrize(
    ("left", "form"), [(0, "صفر"), (1, "حرف"), (2, "حرفان"), (5, "أحرف"), (12, "حرفًا"), (50, "حرفًا")]
)
def test_every_plural_form_of_a_language_is_used(show: Show, left: int, form: str) -> None:
    page = show("parts", Site(lang="ar", direction="rtl"))
    page.evaluate("forms => { document.querySelector('[data-counts]').dataset.left = forms }", "|".join(ARABIC))
    page.locator("#story").fill("a" * (200 - left))
    expect(page.locator("[data-counts]")).to_have_text(form)


def test_the_code_is_copied_in_groups_and_that_is_said(show: Show) -> None:
    page = show("sent")
    page.evaluate("navigator.clipboard || Object.defineProperty(navigator, 'clipboard', {value: {}})")
    page.evaluate("navigator.clipboard.writeText = words => { window.copied = words; return Promise.resolve() }")
    page.get_by_role("button", name="Copy the code").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    assert page.evaluate("window.copied") == "4821 3907 5521 6034 7718"


def test_when_copying_fails_the_code_is_chosen_and_that_is_said(show: Show) -> None:
    page = show("sent")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy the code").click()
    expect(page.locator(".copied")).to_contain_text("did not copy it")
    assert "4821" in page.evaluate("getSelection().toString()")


def test_a_second_press_sends_nothing_but_a_later_one_does(show_with_clock: Show) -> None:
    page = show_with_clock("check")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    press = page.get_by_role("button", name="Send my request")
    with page.expect_request(lambda request: request.method == "POST"):
        press.click()
    press.click()
    press.click()
    assert sent.count("POST") == 1
    page.clock.run_for(3100)
    with page.expect_request(lambda request: request.method == "POST"):
        press.click()
    assert sent.count("POST") == 2


@pytest.mark.parametrize("name", ["home", "sent", "status", "desk_inbox", "desk_case"])
def test_script_is_silent_where_its_parts_are_missing(show: Show, name: str) -> None:
    expect(show(name).locator("h1")).to_be_visible()
