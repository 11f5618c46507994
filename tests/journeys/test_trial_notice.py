"""A trial notice, asked for by keyboard in a browser without script, with the worker that runs beside the site."""

from __future__ import annotations

from tests.eventually import eventually
from tests.journeys.conftest import NewPage
from tests.journeys.keyboard import KeyboardAsker
from tests.notices.posting import CHLOES_PAGES
from tests.processes import RunningSite

BUTTON = "Send me one now, to see it"


def test_one_is_asked_for_by_keyboard_without_script_and_arrives(running_site: RunningSite, new_page: NewPage) -> None:
    """Enter among the lines goes on and sends nothing; the button sends the line that was chosen."""
    chloe = KeyboardAsker(new_page(java_script_enabled=False), running_site)
    notices = running_site.data_dir / "notices"

    def list_sent() -> list[str]:
        return [words for words in (path.read_text() for path in notices.glob("*.txt")) if "appointment" in words]

    before = len(list_sent())
    chloe.begins()
    for slug in iter(lambda: chloe.page.url.rsplit("/", 1)[1], "words"):
        chloe.answers(CHLOES_PAGES[slug])
    chloe.fills("wording", "appointment")
    chloe.press(chloe.page.get_by_role("button", name=BUTTON))
    assert chloe.page.url.endswith("/refer/words")
    assert "We have asked for one message" in chloe.page.locator("main").inner_text()
    assert chloe.page.locator("[value=appointment]").is_checked()
    sent = eventually(lambda: list_sent()[before:], 20)
    assert len(sent) == 1
    assert "To: c***@e***" in sent[0]
    assert "Subject: A reminder about your appointment." in sent[0]
    with chloe.page.expect_navigation(wait_until="load"):
        chloe.page.locator("[value=appointment]").press("Enter")
    assert chloe.page.url.endswith("/refer/phrase")
