"""Every page and state of the journey walked with axe, in both languages, wide and narrow; and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.builders import AMIRAS_PAGES, change_pages
from tests.journeys.conftest import NewPage
from tests.journeys.keyboard import KeyboardAsker
from tests.journeys.navigators import Asker, Practitioner
from tests.processes import RunningSite

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
INFORMATION = ("", "what-it-is", "step-by-step", "you-can-ask", "get-help-now", "privacy", "nothing-here", "again")
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


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing_on_any_page_or_state(
    running_site: RunningSite, new_page: NewPage, lang: str, width: int
) -> None:
    asker = Asker(new_page(viewport={"width": width, "height": 640}), running_site, lang, look=check_page)
    for path in INFORMATION:
        asker.page.goto(f"{asker.base}/{path}")
        check_page(asker.page, path)
    asker.begins()
    asker.goes_on()
    check_page(asker.page, "who with a problem")
    asker.answers({"who_for": ["someone_supported"]})
    check_page(asker.page, "for someone else")
    asker.page.goto(f"{asker.base}/refer/who")
    asker.fills_in(ENDINGS)
    sent = asker.sends()
    asker.keeps_the_code()
    check_page(asker.page, "kept")
    walk_status(asker, sent.code, sent.link)


def walk_status(asker: Asker, code: str, link: str) -> None:
    """Walk every state of the private page."""
    asker.types_code("12")
    check_page(asker.page, "not a code")
    asker.types_code("0" * 20)
    check_page(asker.page, "a code that opens nothing")
    asker.page.goto(link)
    check_page(asker.page, "link")
    asker.goes_on()
    check_page(asker.page, "page")
    asker.writes("")
    check_page(asker.page, "page with a problem")
    asker.writes("Hello")
    check_page(asker.page, "page with a message")
    for path in ("status/stop", "status/link"):
        asker.page.goto(f"{asker.base}/{path}")
        check_page(asker.page, path)
        asker.goes_on()
        check_page(asker.page, f"after {path}")
    asker.page.goto(f"{asker.base}/status")
    asker.press(asker.page.locator("main form button").last)
    check_page(asker.page, "closed")
    asker.types_code(code)
    check_page(asker.page, "open again")


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_at_the_desk(own_site: RunningSite, new_page: NewPage, width: int) -> None:
    asker = Asker(new_page(), own_site, "ar")
    unsafe = change_pages(AMIRAS_PAGES, now={"in_danger": ["yes"], "device_safe": ["no"]})
    sent = asker.asks(unsafe)
    asker.types_code(sent.code)
    asker.writes("Hello")
    fay = Practitioner(new_page(viewport={"width": width, "height": 700}), own_site)
    fay.page.goto(own_site.desk_url)
    check_page(fay.page, "sign-in")
    fay.press_words("Sign in")
    check_page(fay.page, "sign-in with problems")
    fay.signs_in_first()
    check_page(fay.page, "inbox")
    fay.opens_case(sent.reference)
    check_page(fay.page, "case")
    fay.press_words("Record the conversation")
    check_page(fay.page, "case with a problem")
    fay.records_first_conversation()
    fay.moves_to("enquiries")
    check_page(fay.page, "case after a move")
    fay.answers("Good morning.")
    check_page(fay.page, "case after an answer")


def test_the_whole_journey_works_by_keyboard_alone(running_site: RunningSite, new_page: NewPage) -> None:
    amira = KeyboardAsker(new_page(), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    amira.types_code(sent.code)
    amira.writes("By keyboard")
    words = amira.reads()
    assert sent.reference in words
    assert "By keyboard" in words
    assert re.search(r"Next news by", words)


@pytest.mark.parametrize("lang", ["en", "ar"])
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
