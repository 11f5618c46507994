"""Asking on one's page in a real browser: said exactly, undone with the code; axe on each page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import AMIRAS_PAGES, BENS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner
from tests.journeys.test_accessibility import check_page
from tests.processes import RunningSite

NARROW = {"width": 320, "height": 640}


def looks_at(asker: Asker, slug: str) -> None:
    """Look at the page that asks once more."""
    asker.page.goto(f"{asker.base}/status/ask/{slug}")
    check_page(asker.page, f"ask {slug}")


def asks_for(asker: Asker, slug: str) -> str:
    """Ask for something, once more too; return the words of the page that comes."""
    looks_at(asker, slug)
    asker.goes_on()
    check_page(asker.page, f"after {slug}")
    return asker.page.locator("main").inner_text()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing_on_any_page_that_asks_or_that_is_shut(
    running_site: RunningSite, new_page: NewPage, lang: str
) -> None:
    asker = Asker(new_page(viewport=NARROW), running_site, lang)
    sent = asker.asks(BENS_PAGES)
    asker.types_code(sent.code)
    for slug in ("add", "reach"):
        looks_at(asker, slug)
        asker.goes_on()
        check_page(asker.page, f"{slug} with a problem")
        asker.fills("words", "It was in May")
        asker.goes_on()
        check_page(asker.page, f"after {slug}")
    for slug in ("pause", "go-on", "end", "undo", "delete", "undo", "delete", "lock"):
        asks_for(asker, slug)


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
    check_page(fay.page, "inbox with a locked page")
    assert "Their page is locked" in fay.opens_case(sent.reference)
    check_page(fay.page, "case with a locked page")
    fay.press_words("Open the page again")
    check_page(fay.page, "lifting with a problem")
    fay.page.locator("[name=talked]").check()
    fay.press_words("Open the page again")
    check_page(fay.page, "case with requests")
    amira.page.goto(f"{amira.base}/status")
    assert sent.reference in amira.reads()
