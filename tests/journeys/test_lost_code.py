"""A lost code in a real browser: the desk reads out a start code, and the person makes a new code of it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.builders import AMIRAS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner
from tests.processes import RunningSite

NARROW = {"width": 320, "height": 640}
WORDS = "Before my bag was stolen."
NOT_OPENED = "That did not open a page."


def reads_out(fay: Practitioner, reference: str) -> str:
    """Talk with the person, tick that it is them, and read out the start code of their case."""
    fay.opens_case(reference)
    with fay.page.expect_navigation(wait_until="load"):
        fay.page.get_by_role("link", name="Give a start code").click()
    fay.page.locator("[name=proved]").check()
    fay.press_words("Make a start code")
    return fay.page.locator(".code-words").inner_text()


def makes_a_new_code(asker: Asker, start_code: str) -> str:
    """Type what is read out where the page for the code leads, and press; return the new code."""
    asker.page.goto(f"{asker.base}/status")
    asker.press(asker.page.get_by_role("link", name="I have a start code"))
    asker.page.locator("main [name=code]").fill(start_code)
    asker.goes_on()
    asker.goes_on()
    return re.sub(r"\D", "", asker.page.locator("#access-code").inner_text())


def has_no_wider_page(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_lost_code_is_replaced_and_the_old_one_opens_nothing(
    running_site: RunningSite, new_page: NewPage, sign_in_file: Path
) -> None:
    amira, fay = Asker(new_page(), running_site), Practitioner(new_page(viewport=NARROW), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    amira.types_code(sent.code)
    amira.writes(WORDS)
    fay.signs_in_with(sign_in_file)
    start_code = reads_out(fay, sent.reference)
    assert has_no_wider_page(fay.page)
    again = Asker(new_page(viewport=NARROW), running_site)
    code = makes_a_new_code(again, start_code)
    assert has_no_wider_page(again.page)
    again.page.reload()
    assert code in re.sub(r"\s", "", again.page.locator("#access-code").inner_text())
    again.press(again.page.get_by_role("button", name="I have kept my code"))
    again.types_code(code)
    assert WORDS in again.reads()
    amira.page.goto(f"{amira.base}/status")
    assert WORDS not in amira.page.locator("main").inner_text()
    amira.types_code(sent.code)
    assert NOT_OPENED in amira.page.locator("main").inner_text()
    amira.follows_link(sent.link)
    assert NOT_OPENED in amira.page.locator("main").inner_text()
