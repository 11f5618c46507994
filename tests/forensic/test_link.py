"""A private page opened by its secret link: the link stays as an address, and nothing else that tells."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.forensic.conftest import Visits
from tests.forensic.profile import open_profile
from tests.forensic.search import Kind, read_history, search_profile
from tests.forensic.visit import NEUTRAL_TITLES, PIN, Visitor
from tests.forensic.ways import CRASH, DISCREET
from tests.processes import RunningSite


def test_a_page_opened_by_its_link_leaves_the_link_and_no_more(
    browser: Browser, running_site: RunningSite, visits: Visits, tmp_path: Path
) -> None:
    """As the page that offers the link says; on paper it does not show whose site it is."""
    link = visits[DISCREET.name, CRASH].link
    with open_profile(browser, tmp_path / "profile") as examined:
        visitor = Visitor(examined, running_site.public_url, DISCREET.harm, link=link)
        visitor.comes_to(f"/en/open/{link}")
        examined.page.locator("main [name=pin]").fill(PIN)
        visitor.goes_on()
        assert "Your page" in visitor.headings
        examined.page.emulate_media(media="print")
        assert not examined.page.locator(".bar").is_visible()  # on paper neither the name nor the exit
        examined.page.emulate_media(media="screen")
        visitor.leaves()
        examined.close()
    titles = frozenset(visitor.list_titles()) | visits[DISCREET.name, CRASH].titles
    traces = search_profile(tmp_path / "profile", visitor.tells(titles))
    assert {trace.words for trace in traces if trace.kind in (Kind.ADDRESS, Kind.SECRET)} == {f"/en/open/{link}", link}
    assert [trace for trace in traces if trace.kind is Kind.TITLE] == []
    lines = read_history(tmp_path / "profile", running_site.public_url)
    assert {(path, title in NEUTRAL_TITLES) for path, title in lines} == {(f"/en/open/{link}", True)}
