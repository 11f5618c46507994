"""Each page in each state, looked at in each way: axe finds nothing, nothing is wider than the screen or covered."""

from __future__ import annotations

import pytest

from tests.walk.album import Album
from tests.walk.everything import WALKS
from tests.walk.looks import find_faults
from tests.walk.tab import Tab


@pytest.mark.parametrize(("part", "lang"), WALKS)
def test_nothing_is_wrong_with_any_page(album: Album, tab: Tab, part: str, lang: str) -> None:
    """At 1280 and 320 px, at 400 %, dark, in forced colours, without script."""
    states = album.list_of(part, lang)
    assert states
    faults = [fault for state in states for fault in find_faults(tab, state)]
    assert not faults, "\n".join(faults)
