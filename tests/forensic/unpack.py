"""A profile's files as an examiner reads them: raw, and what databases, stores and packed bodies hold inside.

Whatever cannot be unpacked is still searched raw. Nothing here knows what is looked for.
"""

from __future__ import annotations

import re
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import brotli

_SQLITE = b"SQLite format 3\x00"
_TABLE_END = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"  # the last eight bytes of a LevelDB table
_CACHE_ENTRY = struct.pack("<Q", 0xFCFB6D1BA7725C30)  # the first eight bytes of a file of the HTTP cache
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")  # gzip and zlib
_LOG_BLOCK, _LOG_HEADER = 32768, 7


def read_views(path: Path) -> Iterator[bytes]:
    """Give a file's bytes, and again what is unpacked from them."""
    raw = path.read_bytes()
    yield raw
    if raw.startswith(_SQLITE):
        yield _dump_database(path)
    if raw.endswith(_TABLE_END):
        yield from _read_table(raw)
    if path.suffix == ".log":
        yield _join_log(raw)
    if raw.startswith(_CACHE_ENTRY):
        yield _unpack_body(raw)
    for found in _PACKED.finditer(raw):
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=47).decompress(raw[found.start() :])


def _dump_database(path: Path) -> bytes:
    """Return every cell of a database, joined again where it was split over pages; the raw view has the freed ones."""
    cells: list[bytes] = []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.text_factory = bytes
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            with suppress(sqlite3.Error):  # a table of a module that this SQLite has not got: its parts are tables too
                for row in database.execute(f'SELECT * FROM "{table.decode()}"'):  # noqa: S608 (its own tables' names)
                    cells += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
    return b"\n".join(cells)


def _read_table(raw: bytes) -> Iterator[bytes]:
    """Give the blocks of a LevelDB table: the index names them, each is plain or packed with Snappy."""
    footer = raw[-48:]
    _, at = _read_number(footer, 0)
    _, at = _read_number(footer, at)
    start, at = _read_number(footer, at)
    size, _ = _read_number(footer, at)
    index = _read_block(raw, start, size)
    yield index
    at = 0
    while at < len(index) - 4 * (1 + struct.unpack("<I", index[-4:])[0]):
        _, at = _read_number(index, at)
        unshared, at = _read_number(index, at)
        length, at = _read_number(index, at)
        start, after = _read_number(index, at + unshared)
        size, _ = _read_number(index, after)
        yield _read_block(raw, start, size)
        at += unshared + length


def _read_block(raw: bytes, start: int, size: int) -> bytes:
    block = raw[start : start + size]
    return unsnap(block) if raw[start + size] == 1 else block


def _join_log(raw: bytes) -> bytes:
    """Return the records of a LevelDB log without the headers between their parts."""
    parts = []
    for block in (raw[at : at + _LOG_BLOCK] for at in range(0, len(raw), _LOG_BLOCK)):
        at = 0
        while at + _LOG_HEADER <= len(block):
            (size,) = struct.unpack_from("<H", block, at + 4)
            parts.append(block[at + _LOG_HEADER : at + _LOG_HEADER + size])
            at += _LOG_HEADER + size
    return b"".join(parts)


def _unpack_body(raw: bytes) -> bytes:
    """Return the body of a file of the HTTP cache if it was sent packed with Brotli."""
    (key_length,) = struct.unpack_from("<I", raw, 12)
    unpacker, unpacked = brotli.Decompressor(), b""
    with suppress(brotli.error):  # what comes after the body is no part of it
        for byte in raw[24 + key_length :]:
            unpacked += unpacker.process(bytes([byte]))
    return unpacked


def _read_number(raw: bytes, at: int) -> tuple[int, int]:
    """Return a number written in groups of seven bits, and where it ends."""
    number = shift = 0
    while True:
        byte = raw[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def unsnap(packed: bytes) -> bytes:
    """Unpack Snappy. Source: github.com/google/snappy, format_description.txt."""
    _, at = _read_number(packed, 0)
    unpacked = bytearray()
    while at < len(packed):
        tag = packed[at]
        at += 1
        if tag & 3 == 0:
            length, at = _read_literal_length(packed, tag, at)
            unpacked += packed[at : at + length]
            at += length
        else:
            length, offset, at = _read_copy(packed, tag, at)
            for _ in range(length):
                unpacked.append(unpacked[-offset])
    return bytes(unpacked)


def _read_literal_length(packed: bytes, tag: int, at: int) -> tuple[int, int]:
    length = tag >> 2
    if length < 60:
        return length + 1, at
    size = length - 59
    return int.from_bytes(packed[at : at + size], "little") + 1, at + size


def _read_copy(packed: bytes, tag: int, at: int) -> tuple[int, int, int]:
    if tag & 3 == 1:
        return 4 + (tag >> 2 & 7), (tag >> 5) << 8 | packed[at], at + 1
    size = 2 if tag & 3 == 2 else 4
    return 1 + (tag >> 2), int.from_bytes(packed[at : at + size], "little"), at + size
