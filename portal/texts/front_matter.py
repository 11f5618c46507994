"""What stands above the words of a content file: who says so, when it was checked, who looks after it.

Reads and checks the front matter of pages and stages; does not render the body.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import frontmatter
from yaml import YAMLError

from portal.domain.errors import PortalError

LONGEST_TRUST = timedelta(days=366)
_CODE = re.compile(r"^[a-z]+(?:_[a-z]+)*$")


class ContentFault(PortalError):
    """A content file that an editor has to put right; names the file and the field."""

    def __init__(self, path: Path, field: str, reason: str) -> None:
        """Keep file and field apart, so that a check can list them."""
        super().__init__(f"{path}: {field}: {reason}")
        self.path = path
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; `year` is None when the publisher gives no date."""

    publisher: str
    title: str
    year: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed on a page and when: for whoever wants to know when the law or re:hub's ways have changed."""

    changed_on: date
    words: str


@dataclass(frozen=True, slots=True)
class Care:
    """How far the words can be trusted: sources, dates, owner, and the state of a translation."""

    sources: tuple[Source, ...]
    checked_on: date
    check_again_by: date
    owner: str
    translates: str | None
    reviewed_by_native_speaker: bool


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A content file taken apart; the fields of `front` are read with the functions below."""

    path: Path
    front: Mapping[str, object]
    body: str


def read_content_file(path: Path) -> ContentFile:
    """Read a Markdown file with front matter.

    Raises ContentFault when the front matter is missing or is not YAML.
    """
    try:
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise ContentFault(path, "front matter", f"is not YAML: {error}") from error
    if not post.metadata:
        raise ContentFault(path, "front matter", "is missing")
    return ContentFile(path=path, front=post.metadata, body=post.content)


def words_digest(*words: str) -> str:
    """Give the digest that a translation names to say which English words it translates.

    Line breaks and spacing do not count, so that re-wrapping a paragraph makes no translation stale.
    """
    text = "\x1f".join(" ".join(part.split()) for part in words)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def get_text(file: ContentFile, field: str) -> str:
    """Read a field that must hold words."""
    value = file.front.get(field)
    if not isinstance(value, str) or not value.strip():
        raise ContentFault(file.path, field, "is missing or is not text")
    return " ".join(value.split())


def find_text(file: ContentFile, field: str) -> str | None:
    """Read a field that must be there but may say `null`."""
    if field not in file.front:
        raise ContentFault(file.path, field, "is missing (write null when there is none)")
    return None if file.front[field] is None else get_text(file, field)


def parse_listing(file: ContentFile, field: str) -> Mapping[str, str]:
    """Read a field of codes and their words, in order; empty when the file has none of it."""
    value = file.front.get(field, {})
    if not isinstance(value, Mapping):
        raise ContentFault(file.path, field, "must be codes, each with its words")
    for code, words in value.items():
        if not (isinstance(code, str) and _CODE.match(code) and isinstance(words, str) and words.strip()):
            raise ContentFault(file.path, f"{field}.{code}", "must be a code in small letters with words")
    return MappingProxyType({code: " ".join(words.split()) for code, words in value.items()})


def parse_names(file: ContentFile, field: str) -> frozenset[str]:
    """Read a field that lists names of ours; empty when the file has none of it."""
    value = file.front.get(field, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ContentFault(file.path, field, "must be a list of names")
    return frozenset(value)


def parse_changed(file: ContentFile) -> tuple[Change, ...]:
    """Read what was changed on a page, newest first; empty when the file says nothing of it."""
    value = file.front.get("changed", [])
    if not isinstance(value, list):
        raise ContentFault(file.path, "changed", "must be a list, each with day and what")
    changes = []
    for number, entry in enumerate(value):
        day, words = (entry.get("day"), entry.get("what")) if isinstance(entry, Mapping) else (None, None)
        if type(day) is not date or not isinstance(words, str) or not words.strip():
            raise ContentFault(file.path, f"changed[{number}]", "must have day (a date) and what (words)")
        changes.append(Change(day, " ".join(words.split())))
    return tuple(sorted(changes, key=lambda change: change.changed_on, reverse=True))


def parse_care(file: ContentFile, *, is_translation: bool) -> Care:
    """Read sources, dates and owner; a translation must also say what it translates and who has read it."""
    checked_on = _get_date(file, "checked_on")
    check_again_by = _get_date(file, "check_again_by")
    if not checked_on < check_again_by <= checked_on + LONGEST_TRUST:
        raise ContentFault(file.path, "check_again_by", "must be after checked_on and at most a year later")
    return Care(
        sources=_parse_sources(file),
        checked_on=checked_on,
        check_again_by=check_again_by,
        owner=get_text(file, "owner"),
        translates=get_text(file, "translates") if is_translation else None,
        reviewed_by_native_speaker=_get_bool(file, "reviewed_by_native_speaker") if is_translation else True,
    )


def _get_date(file: ContentFile, field: str) -> date:
    value = file.front.get(field)
    if type(value) is not date:
        raise ContentFault(file.path, field, "is missing or is not a date (write 2026-11-22)")
    return value


def _get_bool(file: ContentFile, field: str) -> bool:
    value = file.front.get(field)
    if not isinstance(value, bool):
        raise ContentFault(file.path, field, "is missing or is not true or false")
    return value


def _parse_sources(file: ContentFile) -> tuple[Source, ...]:
    value = file.front.get("sources")
    if not isinstance(value, list) or not value:
        raise ContentFault(file.path, "sources", "is missing or empty")
    return tuple(parse_source(file.path, f"sources[{number}]", entry) for number, entry in enumerate(value))


def parse_source(path: Path, field: str, entry: object) -> Source:
    """Read one source: publisher, title, year (or null) and an https address."""
    if not isinstance(entry, Mapping):
        raise ContentFault(path, field, "must have publisher, title, year and address")
    words = {name: entry.get(name) for name in ("publisher", "title", "address")}
    for name, value in words.items():
        if not isinstance(value, str) or not value.strip():
            raise ContentFault(path, f"{field}.{name}", "is missing or is not text")
    year = entry.get("year")
    if "year" not in entry or not (year is None or type(year) is int):
        raise ContentFault(path, f"{field}.year", "must be a year, or null when there is none")
    if not str(words["address"]).startswith("https://"):
        raise ContentFault(path, f"{field}.address", "must start with https://")
    return Source(str(words["publisher"]), str(words["title"]), year, str(words["address"]))
