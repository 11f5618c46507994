"""The visits that are searched: each way of reading the site, left by the exit button and ended by a crash.

All browsers are started first, so that what they write only after a while is written while others are walked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.eventually import eventually
from tests.forensic.profile import Examined, open_profile
from tests.forensic.search import Trace, read_history, search_profile
from tests.forensic.visit import METHODS, Visitor
from tests.forensic.ways import ALL_WAYS, CRASH, DISCREET, EXIT, Way
from tests.processes import RunningSite

Visits = Mapping[tuple[str, str], "Found"]
# Written some seconds after a browser has been started; a visit that takes minutes, as people's do, has them.
_LATE = ("Default/Top Sites", "Default/DIPS")
_FILES = "Default/Cache/Cache_Data/[0-9a-f]"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the site's lines in the history, what the browser still held when it was left; and
    the link that opens the page of whoever made the visit, and every title that any visit saw.
    """

    traces: frozenset[Trace]
    history: frozenset[tuple[str, str]]
    held_bytes: int
    link: str
    titles: frozenset[str]


@pytest.fixture(scope="session")
def visits(browser: Browser, running_site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """Return what each visit left behind, by way and end."""
    folder = tmp_path_factory.mktemp("profiles")
    with ExitStack() as stack:
        begun = []
        for way, end in list_visits():
            profile = folder / f"{way.name}-{end}"
            examined = stack.enter_context(open_profile(browser, profile, has_script=way.has_script))
            methods = METHODS if DISCREET is way or end == EXIT else METHODS[-1:]
            visitor = Visitor(examined, running_site.public_url, way.harm, methods)
            visitor.comes_to(way.entry)
            begun.append((way, end, visitor))
        for way, _, visitor in begun:
            way.walk(visitor)
        held = [finish(end, visitor) for _, end, visitor in begun]
        # what is a title in one of them would give the others away too
        titles = frozenset().union(*(visitor.list_titles() for _, _, visitor in begun))
        yield {
            (way.name, end): search(visitor, titles, held_bytes)
            for (way, end, visitor), held_bytes in zip(begun, held, strict=True)
        }


def list_visits() -> list[tuple[Way, str]]:
    """List every way with each of its ends."""
    return [(way, end) for way in ALL_WAYS for end in way.ends]


def search(visitor: Visitor, titles: frozenset[str], held_bytes: int) -> Found:
    """Search the profile of a visit that has ended."""
    folder = visitor.examined.folder
    traces = search_profile(folder, visitor.tells(titles))
    return Found(traces, read_history(folder, visitor.site_url), held_bytes, visitor.link, titles)


def finish(end: str, visitor: Visitor) -> int:
    """End a visit as soon as the browser has written; return how much it then holds for the site, in bytes."""
    examined = visitor.examined
    late = _LATE if end == EXIT else (*_LATE, "Default/History")  # which is written at the exit as well
    eventually(lambda: has_written(examined, *late), 40, what="the browser writes what it writes late")
    if end == CRASH:
        examined.kill()
        return 0
    visitor.leaves()
    # the cookies go first, the files some moments later
    eventually(lambda: not has_written(examined, _FILES), what="the browser empties its store of files")
    held = examined.tab.send("Storage.getUsageAndQuota", {"origin": visitor.site_url})
    examined.close()
    return int(held["usage"])


def has_written(examined: Examined, *stores: str) -> bool:
    """Say whether the site is named in each of these files, or in what belongs to them."""
    parts = [examined.folder.glob(f"{store}*") for store in stores]
    return all(any(names_site(path) for path in paths if path.is_file()) for paths in parts)


def names_site(path: Path) -> bool:
    """Say whether a file names the site; one that the browser has just deleted does not."""
    try:
        return b"127.0.0.1" in path.read_bytes()
    except FileNotFoundError:
        return False
