"""News that waits for a conversation, in real browsers: held at the desk, "tell me here" asked twice, then read."""

from __future__ import annotations

from pathlib import Path

from tests.builders import AMIRAS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner
from tests.processes import RunningSite

NARROW = {"width": 320, "height": 640}
WORDS = "We are here for whatever you want to do next."


def test_the_person_chooses_to_be_told_on_their_page(
    running_site: RunningSite, new_page: NewPage, sign_in_file: Path
) -> None:
    amira = Asker(new_page(viewport=NARROW), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    fay = Practitioner(new_page(viewport=NARROW), running_site)
    fay.signs_in_with(sign_in_file)
    fay.opens_case(sent.reference)
    fay.records_first_conversation()
    fay.page.locator("select[name=stage]").select_option("not_going_ahead")
    fay.press_words("See what they will read")
    fay.page.locator("[name=words]").fill(WORDS)
    fay.press_words("Let it wait until we have talked")
    assert WORDS in fay.page.locator("main").inner_text()

    amira.types_code(sent.code)
    words = amira.page.locator("main").inner_text()
    assert "We would like to talk with you" in words
    assert "Step 1 of" in words
    assert WORDS not in amira.page.content()
    amira.press(amira.page.get_by_role("link", name="Tell me here"))
    assert "Be told on this page?" in amira.page.locator("h1").inner_text()
    amira.press(amira.page.get_by_role("button", name="Yes, tell me here"))
    assert "You asked us to tell you here." in amira.page.locator("main").inner_text()

    assert "tell me on my page" in fay.opens_case(sent.reference)
    fay.page.get_by_role("link", name="See what waits, record a try, or end the talk").click()
    fay.page.wait_for_url("**/talk")
    fay.page.locator("[name=ground][value=chosen]").check()
    fay.page.locator("[name=shows]").first.check()
    fay.press_words("End the talk")
    assert "The talk is over" in fay.page.locator("main").inner_text()

    amira.page.goto(f"{amira.base}/status")
    assert WORDS in amira.reads()
    assert "We would like to talk with you" not in amira.page.locator("main").inner_text()
