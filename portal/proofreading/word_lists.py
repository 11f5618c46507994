"""Words to avoid, for each language: content/<lang>/words.toml. A language without the file has none."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.texts.front_matter import ContentFault

_LISTS = ("avoid", "avoid_whole", "allowed", "not_in_titles", "not_as_links")


@dataclass(frozen=True, slots=True)
class WordLists:
    """What may not stand in a text, in a title, and as the words of a link; `allowed` are exceptions within a text."""

    avoid: re.Pattern[str]
    allowed: re.Pattern[str]
    not_in_titles: re.Pattern[str]
    not_as_links: re.Pattern[str]

    def find_avoided(self, text: str) -> list[str]:
        """List the words to avoid that a text holds, outside of what is allowed."""
        return self.avoid.findall(self.allowed.sub(" ", _fold(text)))

    def find_telling(self, title: str) -> list[str]:
        """List what a title in a browser's tab would tell of what was done to somebody."""
        return self.not_in_titles.findall(_fold(title))

    def is_empty_link(self, words: str) -> bool:
        """Say whether a link's words say nothing of where it leads."""
        return self.not_as_links.fullmatch(_fold(words).strip(" .:!")) is not None


def load_word_lists(content_dir: Path, lang: str) -> WordLists:
    """Read the lists of a language. Raises ContentFault for a file that is no lists of words."""
    path = content_dir / lang / "words.toml"
    lists = _read(path) if path.is_file() else {}
    beginnings, whole = lists.get("avoid", []), lists.get("avoid_whole", [])
    return WordLists(
        avoid=_compile([*map(re.escape, beginnings), *(rf"{re.escape(each)}\b" for each in whole)]),
        allowed=_compile(map(re.escape, lists.get("allowed", []))),
        not_in_titles=_compile(map(re.escape, lists.get("not_in_titles", []))),
        not_as_links=_compile(map(re.escape, lists.get("not_as_links", []))),
    )


def _read(path: Path) -> dict[str, list[str]]:
    try:
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentFault(path, "file", f"cannot be read: {error}") from error
    for name, words in lists.items():
        if name not in _LISTS or not isinstance(words, list) or not all(isinstance(each, str) for each in words):
            raise ContentFault(path, name, f"must be one of {', '.join(_LISTS)}, and a list of words")
    return {name: [_fold(each) for each in words] for name, words in lists.items()}


def _compile(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of these at the beginning of a word; one that matches nothing for none."""
    found = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(found)})") if found else re.compile(r"(?!)")


def _fold(text: str) -> str:
    return text.casefold().replace("’", "'")
