"""What stays on a device after a visit is what the safety page says, and never a word, a code, or a number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.forensic.conftest import Found, Visits
from tests.forensic.profile import open_profile
from tests.forensic.search import Kind, read_history, search_profile
from tests.forensic.stays import BACK, list_codes, read_page
from tests.forensic.visit import NEUTRAL_TITLES, PIN, Visitor
from tests.forensic.ways import ALL_WAYS, CRASH, DISCREET, EXIT, SWITCHED, WAYS, Way
from tests.processes import RunningSite

EACH_WAY = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
EACH_VISIT = pytest.mark.parametrize(
    ("way", "end"),
    [(way, end) for way in ALL_WAYS for end in way.ends],
    ids=lambda value: getattr(value, "name", value),
)
# What the exit button takes away, and a crash leaves: locked cookies, and the colours and scripts of every page.
ONLY_AFTER_A_CRASH = {"cookies", "file_store"}


@EACH_VISIT
def test_no_word_code_link_or_reference_stays(visits: Visits, way: Way, end: str) -> None:
    """In any file of the profile, in any spelling."""
    assert [trace for trace in visits[way.name, end].traces if trace.kind is Kind.SECRET] == []


@pytest.mark.parametrize("end", [EXIT, CRASH])
def test_in_discreet_mode_one_address_and_one_word_stay(visits: Visits, end: str) -> None:
    """Where one came in, and the neutral title; no name of a script tells anything."""
    found = visits[DISCREET.name, end]
    traces = found.traces
    assert {trace.words for trace in traces if trace.kind is Kind.ADDRESS} == {DISCREET.entry}
    assert [trace for trace in traces if trace.kind is Kind.TITLE] == []
    assert {(path, title in NEUTRAL_TITLES) for path, title in found.history} == {(DISCREET.entry, True)}
    files = {trace.words for trace in traces if trace.kind is Kind.FILE}
    assert {file for file in files if not re.fullmatch(r"/static/[0-9a-f]{12}\.(js|css)", file)} == set()


@EACH_WAY
def test_after_leaving_exactly_what_the_safety_page_says_stays(visits: Visits, way: Way) -> None:
    """Nothing more, and nothing less: a list that is too long makes people afraid for nothing."""
    assert list_codes(visits[way.name, EXIT].traces) == read_page(way.listing) - {BACK}


@pytest.mark.parametrize("way", ALL_WAYS, ids=lambda way: way.name)
def test_after_a_crash_nothing_more_stays_than_the_safety_page_says(visits: Visits, way: Way) -> None:
    """Also when nobody had time to press the exit button."""
    found = list_codes(visits[way.name, CRASH].traces)
    assert found - ONLY_AFTER_A_CRASH <= read_page(way.listing)
    assert "last_tabs" in found


def test_turning_discreet_mode_on_leaves_that_page_and_no_later_one(visits: Visits) -> None:
    """After a crash the address of the switch too, as the safety page says."""
    traces = visits[SWITCHED.name, CRASH].traces
    kept = {trace.words for trace in traces if trace.kind is Kind.ADDRESS}
    assert {SWITCHED.entry, f"{SWITCHED.entry}/"} <= kept <= {SWITCHED.entry, f"{SWITCHED.entry}/", "/en/discreet"}


@EACH_WAY
def test_after_leaving_the_browser_holds_nothing_for_the_site(visits: Visits, way: Way) -> None:
    """No cookie, nothing stored by pages, no copy of a file."""
    found: Found = visits[way.name, EXIT]
    assert {trace.store for trace in found.traces} & {"cookies", "site_storage", "file_store"} == set()
    assert found.held_bytes == 0


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
