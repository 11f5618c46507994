"""The part after abuse in a browser: walked with axe and by keyboard, narrow and wide, right to left too."""

from __future__ import annotations

import pytest

from portal.texts.library import Library
from portal.wiring import CONTENT
from tests.journeys.conftest import NewPage
from tests.journeys.test_accessibility import check_page
from tests.processes import RunningSite

PARTS = ["", *(f"/{word}" for word in Library(CONTENT).list_information() if word != "index")]


@pytest.mark.parametrize(("lang", "width"), [("en", 320), ("ar", 1280)])
def test_axe_finds_nothing_on_any_page(running_site: RunningSite, new_page: NewPage, lang: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 640})
    for part in PARTS:
        page.goto(f"{running_site.public_url}/{lang}/information{part}")
        check_page(page, f"{lang} information{part}")


def test_from_the_first_page_one_goes_on_by_keyboard(running_site: RunningSite, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{running_site.public_url}/en/information")
    page.locator("main .button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/information/start")
    assert page.locator("h1").inner_text() == "After domestic abuse"
    assert page.title() == "Information"
