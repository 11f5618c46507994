"""re:hub's link on a telephone: asked at the desk, opened from the mail, told in three presses, read at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.texts.library import Library
from portal.wiring import CONTENT
from tests.builders import AMIRAS_PAGES
from tests.eventually import eventually
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner
from tests.processes import RunningSite, start_portal

PHONE = {"width": 360, "height": 640}
LINK = re.compile(r"http\S+/rehub/[\w.-]+")


@pytest.fixture
def asking_site(tmp_path: Path) -> Iterator[RunningSite]:
    """Give a portal that knows re:hub's mailbox."""
    with start_portal(tmp_path / "data", rate_limits="off", rehub_mailbox="asks@rehub.example") as site:
        yield site


def list_mails(site: RunningSite) -> list[str]:
    """Return what was written to re:hub's mailbox, as far as the worker has."""
    mails = [path.read_text() for path in (site.data_dir / "notices").glob("*.txt")]
    return [mail for mail in mails if "RJ-" in mail]


def test_three_presses_on_a_telephone_and_the_person_reads_it_in_arabic(
    asking_site: RunningSite, new_page: NewPage
) -> None:
    amira = Asker(new_page(viewport=PHONE), asking_site, "ar")
    sent = amira.asks(AMIRAS_PAGES)
    fay = Practitioner(new_page(), asking_site)
    fay.signs_in_first()
    fay.opens_case(sent.reference)
    fay.records_first_conversation()
    fay.moves_to("rehub_check")
    fay.press_words("Ask re:hub now")
    (mail,) = eventually(lambda: list_mails(asking_site), 20)
    (link, *_) = LINK.findall(mail)
    assert "To: a***@r***" in mail

    rehub = new_page(viewport=PHONE, java_script_enabled=False)
    rehub.goto(link)  # the first press, in the mail
    assert sent.reference in rehub.locator("h1").inner_text()
    rehub.get_by_role("button", name="Look it over").click()
    rehub.wait_for_url("**/check?**")
    rehub.get_by_role("button", name="Send it").click()
    rehub.wait_for_url("**/rehub/*?**sent=1**")
    assert "Thank you. We have it." in rehub.locator("h1").inner_text()
    assert rehub.context.cookies() == []

    amira.types_code(sent.code)
    amira.opens_everything()
    newest = amira.page.locator("ol.updates > li").first.inner_text()
    assert "re:hub" in newest.partition("\n")[0]  # who says so; the move before was the service's
    assert Library(CONTENT).stage("ar", "rehub_check").name in newest
    assert amira.page.locator("html").get_attribute("lang") == "ar"
    assert "by the link in our mail" in fay.opens_case(sent.reference)
    assert len(eventually(lambda: list_mails(asking_site)[1:], 20)) == 1

    other = new_page(viewport=PHONE)
    other.goto(link)
    assert "This link was used before" in other.locator("h1").inner_text()
    assert other.get_by_role("button").count() == 0
