"""What each language lacks: pages that are missing, stale, untouched, or that nobody has read yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.proofreading.findings import Finding, Level
from portal.texts.front_matter import ContentFault, read_content_file
from portal.texts.languages import DEFAULT, OFFERED
from portal.texts.library import english_digest

FOLDERS = ("pages", "information", "stages", "leaflets")  # pages that are easy to read are in English only
EQUAL = frozenset({"cy"})  # complete and equal to English; the other languages fall back to it where they lack a page


@dataclass(frozen=True, slots=True)
class Standing:
    """One language beside English: names of files as `pages/home`."""

    lang: str
    of: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]  # their English has changed since
    untouched: tuple[str, ...]  # still the English words
    unread: int  # by a native speaker
    left_over: tuple[str, ...]  # their English is gone


def compare(content_dir: Path) -> tuple[Standing, ...]:
    """Compare each language with English."""
    return tuple(_compare(content_dir, language.code) for language in OFFERED if language.code != DEFAULT)


def check_standing(standing: Standing) -> Iterator[Finding]:
    """Give what is wrong with a language: a stale or untouched page is read as if it were right."""
    missing = Level.FAULT if standing.lang in EQUAL else Level.WARNING
    for name in standing.missing:
        yield Finding(standing.lang, name, "missing", "is shown in English", missing)
    for name in standing.stale:
        yield Finding(standing.lang, name, "stale", "its English has changed since")
    for name in standing.untouched:
        yield Finding(standing.lang, name, "untouched", "is still the English words")
    for name in standing.left_over:
        yield Finding(standing.lang, name, "left over", "there is no such page in English")


def _compare(content_dir: Path, lang: str) -> Standing:
    english, own = _list_files(content_dir, DEFAULT), _list_files(content_dir, lang)
    both = sorted(set(english) & set(own))
    states = {name: _judge(english[name], own[name]) for name in both}
    return Standing(
        lang=lang,
        of=len(english),
        missing=tuple(sorted(set(english) - set(own))),
        stale=tuple(name for name in both if "stale" in states[name]),
        untouched=tuple(name for name in both if "untouched" in states[name]),
        unread=sum("unread" in state for state in states.values()),
        left_over=tuple(sorted(set(own) - set(english))),
    )


def _judge(english_path: Path, own_path: Path) -> frozenset[str]:
    """Say what is the matter with a translation; a file that cannot be read is another rule's to tell."""
    try:
        english, own = read_content_file(english_path), read_content_file(own_path)
    except ContentFault:
        return frozenset({"unread"})
    is_stale = own.front.get("translates") != english_digest(english)
    is_untouched = own.body.split() == english.body.split()
    is_unread = own.front.get("reviewed_by_native_speaker") is not True
    named = {"stale": is_stale, "untouched": is_untouched, "unread": is_unread}
    return frozenset(name for name, holds in named.items() if holds)


def _list_files(content_dir: Path, lang: str) -> dict[str, Path]:
    found = (path for folder in FOLDERS for path in (content_dir / lang / folder).glob("*.md"))
    return {f"{path.parent.name}/{path.stem}": path for path in found}
