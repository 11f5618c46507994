"""What documents say that can be checked: tables, tests they name, commands, settings, links. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.contracts.sources import list_functions, list_own_files, read

Row = tuple[str, ...]
Table = tuple[Row, ...]
Proof = tuple[Path, str]

_PROOF = re.compile(r"(tests/[\w/]*[\w<>]+\.py)::(\w+)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_SETTING = re.compile(r"\bPORTAL_[A-Z_]*(?:<LANG>)?")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_WORD = re.compile(r"--?[a-z][a-z-]*|[a-z][a-z-]*")
_END_OF_COMMAND = frozenset({"#", "|", "&&", ";", "\\"})


def list_documents() -> tuple[Path, ...]:
    """List what an operator reads: the README at the root and the documents."""
    return tuple(path for path in list_own_files() if path == Path("README.md") or is_in_docs(path))


def is_in_docs(path: Path) -> bool:
    """Say whether a file is one of the documents."""
    return path.parts[0] == "docs" and path.suffix == ".md"


def list_sections(text: str) -> dict[str, str]:
    """Return each part of a document under a heading of the second level, by that heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def list_tables(text: str) -> list[Table]:
    """Return the tables of a text: the heading and the rows, without the line between them."""
    tables: list[list[Row]] = []
    before = ""
    for line in text.splitlines():
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            if not before.startswith("|"):
                tables.append([])
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                tables[-1].append(cells)
        before = line
    return [tuple(table) for table in tables]


def list_proofs(text: str) -> list[Proof]:
    """Return the tests that a text names, as file and function."""
    return [(Path(match[1]), match[2]) for match in _PROOF.finditer(text)]


@cache
def list_tests(path: Path) -> frozenset[str]:
    """Return the names of the tests of a file, none when there is no such file."""
    if path not in list_own_files():
        return frozenset()
    return frozenset(each.name for each in list_functions(path) if each.name.startswith("test_"))


def list_code(text: str) -> Iterator[str]:
    """Return the lines of blocks of code, and the code that stands in sentences."""
    for block in _FENCED.findall(text):
        yield from block.splitlines()[1:-1]
    yield from _INLINE.findall(_FENCED.sub("", text))


def list_commands(text: str) -> list[tuple[str, ...]]:
    """Return the words of every `portal …` in code: commands and options, in their order."""
    return [words for line in list_code(text) for words in _read_commands(line.split())]


def _read_commands(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    for place, token in enumerate(tokens):
        said = tokens[place + 1 :]
        is_user = tokens[place - 1 : place] == ["-u"]
        if (token == "portal" or token.endswith("bin/portal")) and said and _WORD.fullmatch(said[0]) and not is_user:
            yield tuple(_until_end(said))


def _until_end(said: list[str]) -> Iterator[str]:
    for token in said:
        if token in _END_OF_COMMAND:
            return
        yield token.partition("=")[0] if token.startswith("-") else token


def list_settings(text: str) -> list[str]:
    """Return the names of settings that a text has anywhere; one that ends in _ is the beginning of several."""
    return _SETTING.findall(text)


def list_links(text: str) -> list[tuple[bool, str, str]]:
    """Return (is a picture, words, target) for every link outside code."""
    bare = _INLINE.sub("", _FENCED.sub("", text))
    return [(match[1] == "!", match[2], match[3]) for match in _LINK.finditer(bare)]


def list_anchors(path: Path) -> set[str]:
    """Return what a link into a document may name: its headings, as they are spelt in addresses."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", read(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
