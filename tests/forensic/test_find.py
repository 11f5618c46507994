"""What is left in a browser of a place typed to find the local service: never the second half of a postcode.

A form that asked with GET and was led on by 303 left it in seven places, since a browser notes every address that it is
led through (tried in Chromium 156); so the form posts.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.forensic.profile import open_profile
from tests.forensic.search import Kind, Wanted, read_history, search_profile
from tests.processes import RunningSite

WHOLE, SECOND_HALF = "LS1 4QZ", "4QZ"


def test_of_a_whole_postcode_only_the_first_half_stays(
    browser: Browser, running_site: RunningSite, tmp_path: Path
) -> None:
    """The first half does stay, in the address of the answer: so the search would have found the second."""
    site = running_site.public_url
    with open_profile(browser, tmp_path / "profile") as examined:
        examined.page.goto(f"{site}/en/find")
        examined.page.fill("#q", WHOLE)
        examined.page.locator("main form button").click()
        examined.page.locator("#answer").wait_for()
        examined.page.goto(f"{site}/en/what-it-is")
        examined.close()
    wanted = Wanted(site, frozenset({SECOND_HALF, WHOLE}), frozenset(), frozenset())
    found = search_profile(tmp_path / "profile", wanted)
    assert not [trace for trace in found if trace.kind is Kind.SECRET]
    assert any("find?q=LS1" in address for address, _ in read_history(tmp_path / "profile", site))
