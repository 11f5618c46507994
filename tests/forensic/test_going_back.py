"""The Back button from the neutral site, in the browser as people have it: as the safety page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from tests.eventually import eventually
from tests.forensic.profile import Examined, open_profile
from tests.forensic.stays import BACK, read_page
from tests.forensic.visit import OUT, Visitor
from tests.forensic.ways import WAYS, Way
from tests.processes import RunningSite


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_back_from_the_neutral_site_does_what_the_safety_page_says(
    browser: Browser, running_site: RunningSite, tmp_path: Path, way: Way
) -> None:
    """Either no page of this site is seen any more, or the safety page says that one can be."""
    with open_profile(browser, tmp_path / "profile", has_script=way.has_script) as examined:
        visitor = Visitor(examined, running_site.public_url, way.harm)
        visitor.comes_to(way.entry)
        visitor.follows("/status")
        visitor.leaves()
        assert (BACK in read_page(way.listing)) is go_back(examined, running_site.public_url)


def go_back(examined: Examined, site_url: str) -> bool:
    """Press Back; say whether a page of the site is seen in the end."""
    place, entries = examined.count_entries()
    if not any(entry["url"].startswith(site_url) for entry in entries):
        return False
    examined.tab.send("Page.navigateToHistoryEntry", {"entryId": entries[place - 1]["id"]})
    return eventually(lambda: see_end(examined, site_url, place - 1), what="Back ends somewhere") == "page"


def see_end(examined: Examined, site_url: str, place: int) -> str:
    """Return "page" when a page of the site is seen, "gone" when the neutral site is; nothing on the way there."""
    page = examined.page
    try:
        has_arrived = examined.count_entries()[0] == place and page.evaluate("document.readyState === 'complete'")
        if not has_arrived:
            return ""
        if page.url.startswith(OUT):
            return "gone"
        seen = "document.querySelector('main') && !document.documentElement.hidden"
        return "page" if page.url.startswith(site_url) and page.evaluate(seen) else ""
    except Error:  # between two pages
        return ""
