"""The search itself: it finds a word however a browser may have written it, and tells addresses apart."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import struct
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from tests.forensic.search import Kind, Trace, Wanted, search_profile
from tests.forensic.unpack import unsnap

WORD = "Qanary naïve"
WANTED = Wanted(
    "http://127.0.0.1:5005", frozenset({WORD}), frozenset({"Your page – Heard"}), frozenset({"/en/a", "/en/a/b"})
)
PLAIN = b"before " + WORD.encode() + b" after"


def make_database(path: Path) -> bytes:
    """Return a database in which the word is split over pages."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA page_size=512")
        database.execute("CREATE TABLE typed (words)")
        database.executemany("INSERT INTO typed VALUES (?)", [("x" * length + WORD,) for length in range(440, 520)])
        database.commit()
    raw = path.read_bytes()
    path.unlink()
    return raw


def make_table(block: bytes) -> bytes:
    """Return a LevelDB table of one block that is packed with Snappy: the word in two parts, the second a copy."""
    handle = bytes([0, len(block)])
    index = bytes([0, 1, len(handle)]) + b"k" + handle + struct.pack("<II", 0, 1)
    at = len(block) + 5
    ends = bytes([0, 0, at, len(index)]).ljust(40, b"\0") + b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"
    return block + b"\x01" + b"crc4" + index + b"\x00" + b"crc4" + ends


def make_log(words: bytes) -> bytes:
    """Return a LevelDB log in which the word goes over the end of a block."""
    first = b"x" * (32768 - 14 - 8) + words[:8]
    return b"".join(
        struct.pack("<IHB", 0, len(part), kind) + part for part, kind in ((b"", 1), (first, 2), (words[8:], 4))
    )


def make_cache_entry(body: bytes) -> bytes:
    """Return a file of the HTTP cache."""
    return struct.pack("<QIIII", 0xFCFB6D1BA7725C30, 5, 3, 0, 0) + b"key" + body + b"\xd8\x41\x0d\x97" * 6


SNAPPED = bytes([16]) + bytes([5 << 2]) + b"Qanary" + bytes([(4 << 2 | 2), 6, 0]) + bytes([4 << 2]) + b"Endes"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.upper(),
        WORD.encode("utf-16-le"),
        WORD.encode("utf-16-be"),
        quote(WORD).encode(),
        WORD.replace(" ", "+").replace("ï", "%C3%AF").encode(),
        *(base64.b64encode(b"x" * length + PLAIN) for length in range(3)),
        gzip.compress(PLAIN, mtime=0),
        b"at the front" + zlib.compress(PLAIN * 3) + b"behind",
        make_cache_entry(brotli.compress(PLAIN)),
    ],
)
def test_a_word_is_found_in_every_spelling(tmp_path: Path, content: bytes) -> None:
    """And told with the store that it is in."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Cookies").write_bytes(b"\0\1\2" + content if content[:1] != b"\x30" else content)
    found = search_profile(tmp_path, WANTED)
    assert found == {Trace("cookies", Kind.SECRET, WORD, "Default/Cookies")}


def test_a_word_is_found_where_a_store_has_split_it(tmp_path: Path) -> None:
    """Over the pages of a database, and over the blocks of a log."""
    (tmp_path / "some.db").write_bytes(make_database(tmp_path / "made"))
    (tmp_path / "000003.log").write_bytes(make_log(WORD.encode()))
    assert {trace.store for trace in search_profile(tmp_path, WANTED)} == {
        "elsewhere (some.db)",
        "elsewhere (000003.log)",
    }


def test_a_packed_table_is_unpacked(tmp_path: Path) -> None:
    """What is a copy of what came before as well."""
    assert unsnap(SNAPPED) == b"QanaryQanarEndes"
    (tmp_path / "000005.ldb").write_bytes(make_table(SNAPPED))
    wanted = Wanted(WANTED.site_url, frozenset({"QanarEndes"}), frozenset(), frozenset())
    assert {trace.words for trace in search_profile(tmp_path, wanted)} == {"QanarEndes"}


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"\x01http://127.0.0.1:5005/en/a/bYour", Kind.ADDRESS, "/en/a/b"),
        (b"http://127.0.0.1:5005/en/aYour", Kind.ADDRESS, "/en/a"),
        ("http://127.0.0.1:5005/en/a".encode("utf-16-le"), Kind.ADDRESS, "/en/a"),
        (b'{"http://127.0.0.1:5005,*": 1}', Kind.SITE, "/"),
        (b"127.0.0.1", Kind.SITE, "/"),
        (b"path=/en/a/b;", Kind.ADDRESS, "/en/a/b"),
        ("Your page – Heard".encode("utf-16-le"), Kind.TITLE, "Your page – Heard"),
    ],
)
def test_addresses_and_titles_are_told_apart(tmp_path: Path, content: bytes, kind: Kind, words: str) -> None:
    """By what the browser has asked for; what stands behind an address in a file is no part of it."""
    (tmp_path / "file").write_bytes(content)
    assert {(trace.kind, trace.words) for trace in search_profile(tmp_path, WANTED)} == {(kind, words)}
