"""Which code of the safety page a trace is: content/en/information/screen.md lists them, and the tests compare.

A trace that is on no list gets a code that says what it is and where, so that no list can have it by chance.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.texts.library import Library
from portal.wiring import CONTENT
from tests.forensic.search import Kind, Trace

# What each store may hold for its code on the safety page, which says as much: addresses and titles of pages, the
# addresses of scripts, or no more than the name of the site.
_PAGES = frozenset({Kind.ADDRESS, Kind.TITLE, Kind.NEUTRAL, Kind.SITE})
_HELD = {
    "last_tabs": _PAGES,
    "often_opened": _PAGES,
    "page_icons": frozenset({Kind.ADDRESS, Kind.SITE}),
    "usage_notes": frozenset({Kind.ADDRESS, Kind.SITE}),
    "script_store": frozenset({Kind.FILE, Kind.SITE}),
    "file_store": frozenset({Kind.FILE, Kind.SITE}),
    "site_settings": frozenset({Kind.SITE}),
    "cookies": frozenset({Kind.SITE}),
    "site_storage": frozenset[Kind](),
    "form_store": frozenset[Kind](),
}
_HISTORY = {
    Kind.ADDRESS: "history_addresses",
    Kind.SITE: "history_addresses",
    Kind.TITLE: "history_titles",
    Kind.NEUTRAL: "history_titles",
}
# The browser notes the name of a site, without a page, in more and more places, and in some of them only after a while.
_NAME_ONLY = "site_settings"
BACK = "back_button"  # found by pressing it, not in a file


def list_codes(traces: Iterable[Trace]) -> set[str]:
    """Return the codes of what stayed."""
    return {_name(trace) for trace in traces}


def read_page(listing: str) -> set[str]:
    """Return the codes of what the safety page says stays."""
    return set(Library(CONTENT).information("en", "screen").listings.get(listing, {}))


def _name(trace: Trace) -> str:
    if trace.store == "history" and trace.kind in _HISTORY:
        return _HISTORY[trace.kind]
    if trace.store not in _HELD and trace.kind is Kind.SITE:
        return _NAME_ONLY
    is_told = trace.kind in _HELD.get(trace.store, frozenset())
    return trace.store if is_told else f"{trace.kind} in {trace.store}: {trace.file}"
