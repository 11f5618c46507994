"""Searching a profile: which words, titles and addresses of the site lie in which of the browser's stores.

A word is looked for in every spelling that a browser writes: as bytes, in both orders of UTF-16, percent-encoded, and
in base64; a title in the first two. What a find means for the safety page is stays.py's to say.
"""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.forensic.unpack import read_views

_LONGEST_TAIL = 300
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
# Which store of the browser a file belongs to, by how its path in the profile begins; the first that fits.
_STORES = {
    "Default/History": "history",
    "Default/Sessions": "last_tabs",
    "Default/Top Sites": "often_opened",
    "Default/Favicons": "page_icons",
    "Default/Preferences": "site_settings",
    "Default/Secure Preferences": "site_settings",
    "Default/DIPS": "site_settings",
    "Default/Code Cache/": "script_store",
    "Default/Cache/": "file_store",
    "Default/Web Data": "form_store",
    "Default/Login Data": "form_store",
    "Default/Cookies": "cookies",
    "Default/Network/Cookies": "cookies",
    "Default/Local Storage/": "site_storage",
    "Default/Session Storage/": "site_storage",
    "Default/WebStorage/": "site_storage",
    "Default/IndexedDB/": "site_storage",
    "Default/Service Worker/": "site_storage",
    "segmentation_platform/": "usage_notes",
}


class Kind(StrEnum):
    """What was found: something the person typed or was given, a title, an address, or only that the site was there."""

    SECRET = "secret"
    TITLE = "title"
    NEUTRAL = "neutral title"
    ADDRESS = "address"
    FILE = "file"
    SITE = "site"


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """One thing that stayed, and where. `words` is what it was, never the bytes around it."""

    store: str
    kind: Kind
    words: str
    file: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: secrets and titles as words; `paths` are all that the browser asked the site for.

    A neutral title is a word that tells nothing: it counts only beside the name of the site.
    """

    site_url: str
    secrets: frozenset[str]
    titles: frozenset[str]
    paths: frozenset[str]
    neutral: frozenset[str] = frozenset()


def search_profile(folder: Path, wanted: Wanted) -> frozenset[Trace]:
    """Look through every file of a profile."""
    traces: set[Trace] = set()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        file = str(path.relative_to(folder))
        store = next((name for start, name in _STORES.items() if file.startswith(start)), f"elsewhere ({file})")
        for view in read_views(path):
            traces |= {Trace(store, kind, words, file) for kind, words in _search_view(view, wanted)}
    return frozenset(traces)


def read_history(folder: Path, site_url: str) -> frozenset[tuple[str, str]]:
    """Return path and title of each of the site's lines in the history."""
    with closing(sqlite3.connect(f"file:{folder / 'Default' / 'History'}?mode=ro", uri=True)) as database:
        lines = database.execute("SELECT url, title FROM urls WHERE url LIKE ?", (f"{site_url}%",)).fetchall()
    return frozenset((url.removeprefix(site_url), title) for url, title in lines)


def _search_view(view: bytes, wanted: Wanted) -> Iterator[tuple[Kind, str]]:
    folded = view.lower()
    for word in wanted.secrets:
        if any(spelt in folded for spelt in _spell(word)) or any(spelt in view for spelt in _spell_packed(word)):
            yield Kind.SECRET, word
    for title in wanted.titles:
        if any(title.lower().encode(encoding) in folded for encoding in _ENCODINGS):
            yield Kind.TITLE, title
    paths = set(_list_paths(folded, wanted))
    yield from ((_sort_path(path), path) for path in paths)
    if paths:
        for title in wanted.neutral:
            if any(title.encode(encoding) in view for encoding in _ENCODINGS):
                yield Kind.NEUTRAL, title


def _sort_path(path: str) -> Kind:
    if path == "/":
        return Kind.SITE
    return Kind.FILE if path.startswith("/static/") else Kind.ADDRESS


def _list_paths(folded: bytes, wanted: Wanted) -> Iterator[str]:
    """Give the path behind every mention of the site, and every path beyond the first that stands without it."""
    site = re.sub(r"^https?://", "", wanted.site_url)
    host = site.rsplit(":", 1)[0]
    known = {path.lower(): path for path in wanted.paths}
    beyond = sorted((path for path in known if path.count("/") > 1), key=len, reverse=True)
    for encoding in _ENCODINGS:
        spelt_site, spelt_host = (words.encode(encoding) for words in (site, host))
        width = 1 if encoding == "utf-8" else 2
        for found in re.finditer(re.escape(spelt_host), folded):
            start = found.start() + len(spelt_site if folded.startswith(spelt_site, found.start()) else spelt_host)
            tail = folded[start : start + _LONGEST_TAIL * width].decode(encoding, "replace")
            yield known.get(_longest(tail, known), "/")
        if beyond:
            spelt = b"|".join(re.escape(path.encode(encoding)) for path in beyond)
            yield from (known[found[0].decode(encoding)] for found in re.finditer(spelt, folded))


def _longest(tail: str, paths: Iterable[str]) -> str:
    """Return the longest path with which a tail of an address begins; nothing when it is none."""
    return max((path for path in paths if tail.startswith(path)), key=len, default="")


@cache
def _spell(word: str) -> set[bytes]:
    """Return a word in small letters, as the searched bytes are then."""
    written = {word, quote(word, safe=""), quote_plus(word), quote(word)}
    lower = {each.lower() for each in written}
    return {each.encode(encoding) for each in lower for encoding in _ENCODINGS}


@cache
def _spell_packed(word: str) -> set[bytes]:
    """Return the middle of a word in base64, which is the same whatever stands around it, at each of three places."""
    spelt = set()
    for raw in (word.encode(), word.encode("utf-16-le")):
        for before in range(3):
            packed = base64.b64encode(b"\0" * before + raw)
            first = (before * 8 + 5) // 6
            last = (before + len(raw)) * 8 // 6
            spelt |= {packed[first:last], packed[first:last].translate(bytes.maketrans(b"+/", b"-_"))}
    return {each for each in spelt if len(each) > 7}
