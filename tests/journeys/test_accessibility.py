"""Every page and state of the journey walked with axe, in every script, wide and narrow; and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.builders import AMIRAS_PAGES, change_pages
from tests.journeys.conftest import NewPage
from tests.journeys.keyboard import KeyboardAsker
from tests.journeys.navigators import Asker, Look, Practitioner
from tests.languages import LANGS
from tests.processes import RunningSite

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
INFORMATION = (
    "",
    "what-it-is",
    "step-by-step",
    "you-can-ask",
    "get-help-now",
    "contact",
    "privacy",
    "nothing-here",
    "again",
    "again/413",
)
ABUSE = change_pages(AMIRAS_PAGES, what={"harm": ["domestic_abuse"]}, contact={"contact_method": ["letter"]})
ENDINGS = {
    **ABUSE,
    "reach": {"address": ["1 Example Street, Sampletown"]},
    "words": {"wording": ["news"]},
    "where": {"place": ["AL3"]},  # lies in two areas
    "which": {"candidate": ["hertfordshire"]},
}


def check_page(page: Page, name: str) -> None:
    """Assert that axe finds nothing, with every part open, and that nothing scrolls sideways."""
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
    assert page.locator("h1").count() == 1, name


def check_at(*widths: int) -> Look:
    """Return what asserts the same of a page at each width, as when a window is made narrower."""

    def check_each(page: Page, name: str) -> None:
        for width in widths:
            page.set_viewport_size({"width": width, "height": 640})
            check_page(page, f"{name} at {width}")

    return check_each


@pytest.mark.parametrize(("lang", "widths"), [("en", (1280, 320)), ("cy", (320,)), ("ar", (1280, 320))])
def test_axe_finds_nothing_on_any_page_or_state(
    running_site: RunningSite, new_page: NewPage, lang: str, widths: tuple[int, ...]
) -> None:
    asker = Asker(new_page(), running_site, lang, look=check_at(*widths))
    for path in INFORMATION:
        asker.page.goto(f"{asker.base}/{path}")
        asker.look(asker.page, path)
    asker.begins()
    asker.goes_on()
    asker.look(asker.page, "who with a problem")
    asker.answers({"who_for": ["someone_supported"]})
    asker.look(asker.page, "for someone else")
    asker.page.goto(f"{asker.base}/refer/who")
    asker.fills_in(ENDINGS)
    sent = asker.sends()
    asker.keeps_the_code()
    asker.look(asker.page, "kept")
    walk_status(asker, sent.code, sent.link)


def walk_status(asker: Asker, code: str, link: str) -> None:
    """Walk every state of the private page."""
    asker.types_code("12")
    asker.look(asker.page, "not a code")
    asker.types_code("0" * 20)
    asker.look(asker.page, "a code that opens nothing")
    asker.page.goto(link)
    asker.look(asker.page, "link")
    asker.goes_on()
    asker.look(asker.page, "page")
    asker.writes("")
    asker.look(asker.page, "page with a problem")
    asker.writes("Hello")
    asker.look(asker.page, "page with a message")
    for path in ("status/stop", "status/link"):
        asker.page.goto(f"{asker.base}/{path}")
        asker.look(asker.page, path)
        asker.goes_on()
        asker.look(asker.page, f"after {path}")
    asker.page.goto(f"{asker.base}/status")
    asker.press(asker.page.locator("main form button:visible").last)
    asker.look(asker.page, "closed")
    asker.types_code(code)
    asker.look(asker.page, "open again")


def test_axe_finds_nothing_at_the_desk(running_site: RunningSite, new_page: NewPage, sign_in_file: Path) -> None:
    check = check_at(1280, 320)
    asker = Asker(new_page(), running_site, "ar")
    unsafe = change_pages(AMIRAS_PAGES, now={"in_danger": ["yes"], "device_safe": ["no"]})
    sent = asker.asks(unsafe)
    asker.types_code(sent.code)
    asker.writes("Hello")
    fay = Practitioner(new_page(), running_site)
    fay.page.goto(running_site.desk_url)
    check(fay.page, "sign-in")
    fay.press_words("Sign in")
    check(fay.page, "sign-in with problems")
    fay.signs_in_with(sign_in_file)
    check(fay.page, "inbox")
    fay.opens_case(sent.reference)
    check(fay.page, "case")
    fay.press_words("Record the conversation")
    check(fay.page, "case with a problem")
    fay.records_first_conversation()
    fay.moves_to("enquiries")
    check(fay.page, "case after a move")
    fay.answers("Good morning.")
    check(fay.page, "case after an answer")


def test_the_whole_journey_works_by_keyboard_alone(running_site: RunningSite, new_page: NewPage) -> None:
    amira = KeyboardAsker(new_page(), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    amira.types_code(sent.code)
    amira.writes("By keyboard")
    words = amira.reads()
    assert sent.reference in words
    assert "By keyboard" in words
    assert re.search(r"Next news by", words)


@pytest.mark.parametrize("lang", LANGS)
def test_at_400_per_cent_nothing_scrolls_sideways(running_site: RunningSite, new_page: NewPage, lang: str) -> None:
    page = new_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)  # 1280 × 1024 at 400 %
    for path in (*INFORMATION, "refer", "status"):
        page.goto(f"{running_site.public_url}/{lang}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_changing_the_language_keeps_the_page_and_the_answers(running_site: RunningSite, new_page: NewPage) -> None:
    amira = Asker(new_page(), running_site)
    amira.begins()
    amira.answers(AMIRAS_PAGES["who"])
    with amira.page.expect_navigation():
        amira.page.get_by_role("link", name="العربية").click()
    assert amira.page.url.endswith("/ar/refer/age")
    assert amira.page.locator("html").get_attribute("dir") == "rtl"
    amira.page.goto(amira.base.replace("/en", "/ar") + "/refer/who")
    assert amira.page.locator("[name=who_for][value=me]").is_checked()
