"""The journey used otherwise: by keyboard alone, and with the language changed on the way. Looks are tests/walk's."""

from __future__ import annotations

import re

from tests.builders import AMIRAS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.keyboard import KeyboardAsker
from tests.journeys.navigators import Asker
from tests.processes import RunningSite


def test_the_whole_journey_works_by_keyboard_alone(running_site: RunningSite, new_page: NewPage) -> None:
    amira = KeyboardAsker(new_page(), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    amira.types_code(sent.code)
    amira.writes("By keyboard")
    words = amira.reads()
    assert sent.reference in words
    assert "By keyboard" in words
    assert re.search(r"Next news by", words)


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
