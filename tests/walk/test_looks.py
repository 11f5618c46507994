"""Each page in each state, looked at in each way: axe finds nothing, nothing is wider than the screen or covered.

A class for each share of the work, since a process of its own may take each.
"""

from __future__ import annotations

import pytest

from tests.walk.album import Album
from tests.walk.everything import DESK_PARTS, PUBLIC_PARTS, WALKS
from tests.walk.looks import find_faults
from tests.walk.tab import Tab


def look_at(album: Album, tab: Tab, part: str, lang: str) -> None:
    """Look at 1280 and 320 px, at 400 %, dark, in forced colours, without script; assert that nothing is wrong."""
    states = album.list_of(part, lang)
    assert states
    faults = [fault for state in states for fault in find_faults(tab, state)]
    assert not faults, "\n".join(faults)


def test_every_walk_is_looked_at() -> None:
    shares = [(part, lang) for lang in ("en", "cy", "ar") for part in PUBLIC_PARTS if (part, lang) != ("rehub", "ar")]
    assert sorted([*shares, *((part, "en") for part in DESK_PARTS)]) == sorted(WALKS)


@pytest.mark.parametrize("part", PUBLIC_PARTS)
class TestEnglish:
    def test_nothing_is_wrong_with_any_page(self, album: Album, tab: Tab, part: str) -> None:
        look_at(album, tab, part, "en")


@pytest.mark.parametrize("part", PUBLIC_PARTS)
class TestWelsh:
    def test_nothing_is_wrong_with_any_page(self, album: Album, tab: Tab, part: str) -> None:
        look_at(album, tab, part, "cy")


@pytest.mark.parametrize("part", [part for part in PUBLIC_PARTS if (part, "ar") in WALKS])
class TestArabic:
    def test_nothing_is_wrong_with_any_page(self, album: Album, tab: Tab, part: str) -> None:
        look_at(album, tab, part, "ar")


@pytest.mark.parametrize("part", DESK_PARTS)
class TestDesk:
    def test_nothing_is_wrong_with_any_page(self, album: Album, tab: Tab, part: str) -> None:
        look_at(album, tab, part, "en")
