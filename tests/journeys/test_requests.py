"""Asking on one's page in a real browser: said exactly, undone with the code."""

from __future__ import annotations

from pathlib import Path

from tests.builders import AMIRAS_PAGES, BENS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner
from tests.processes import RunningSite

NARROW = {"width": 320, "height": 640}


def asks_for(asker: Asker, slug: str) -> str:
    """Ask for something, once more too; return the words of the page that comes."""
    asker.page.goto(f"{asker.base}/status/ask/{slug}")
    asker.goes_on()
    return asker.page.locator("main").inner_text()


def test_deleting_can_be_undone_with_the_code(running_site: RunningSite, new_page: NewPage) -> None:
    ben = Asker(new_page(viewport=NARROW), running_site)
    sent = ben.asks(BENS_PAGES)
    ben.types_code(sent.code)
    assert "everything is deleted. Until then your code can stop this." in asks_for(ben, "delete")
    again = Asker(new_page(), running_site)
    again.types_code(sent.code)
    words = again.page.locator("main").inner_text()
    assert "everything is deleted" in words
    assert sent.reference not in words
    asks_for(again, "undo")
    assert sent.reference in again.reads()


def test_a_locked_page_opens_again_after_a_conversation(
    running_site: RunningSite, new_page: NewPage, sign_in_file: Path
) -> None:
    amira = Asker(new_page(), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    amira.types_code(sent.code)
    assert "This page is locked." in asks_for(amira, "lock")
    fay = Practitioner(new_page(viewport=NARROW), running_site)
    fay.signs_in_with(sign_in_file)
    assert "Their page is locked" in fay.opens_case(sent.reference)
    fay.press_words("Open the page again")
    fay.page.locator("[name=talked]").check()
    fay.press_words("Open the page again")
    amira.page.goto(f"{amira.base}/status")
    assert sent.reference in amira.reads()
