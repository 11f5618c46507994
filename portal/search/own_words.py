"""How people say it in a language, and where that leads: content/<lang>/search.toml. Knows no page's words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.search.folding import Rules
from portal.texts.front_matter import ContentFault
from portal.texts.languages import DEFAULT

_PARTS = frozenset({"rules", "danger", "said", "places"})


@dataclass(frozen=True, slots=True)
class Said:
    """What people say and the pages that answer it, the best first, named as `pages/home` or `places/refer`."""

    phrases: tuple[str, ...]
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the site that is no page of content."""

    name: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of one language."""

    lang: str
    rules: Rules
    said: tuple[Said, ...]
    danger: tuple[str, ...]
    places: tuple[Place, ...]


def load_own_words(content_dir: Path, lang: str) -> OwnWords | None:
    """Read the words of a language; None when it has none of its own. Raises ContentFault for a bad file."""
    path = content_dir / lang / "search.toml"
    if lang != DEFAULT and not path.is_file():
        return None
    try:
        parts = tomllib.loads(path.read_text(encoding="utf-8"))
        if set(parts) - _PARTS:
            raise ContentFault(path, ", ".join(sorted(set(parts) - _PARTS)), "is no part of this file")
        return OwnWords(
            lang=lang,
            rules=_parse_rules(parts.get("rules", {})),
            said=tuple(Said(tuple(each["words"]), tuple(each["leads_to"])) for each in parts.get("said", [])),
            danger=tuple(parts.get("danger", {}).get("words", ())),
            places=tuple(Place(name, each["title"], each["summary"]) for name, each in parts.get("places", {}).items()),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ContentFault(path, "file", f"cannot be read: {error!r}") from error


def _parse_rules(table: Mapping[str, object]) -> Rules:
    letters, beginnings, endings = (table.get(name, {}) for name in ("letters", "beginnings", "endings"))
    if not (isinstance(letters, Mapping) and isinstance(beginnings, Mapping) and isinstance(endings, Mapping)):
        raise TypeError("rules are tables from what is written to what it may come from")
    ignored = table.get("ignored", ())
    if not isinstance(ignored, (list, tuple)):
        raise TypeError("ignored is a list of words")
    return Rules(dict(letters), _list_pairs(beginnings), _list_pairs(endings), frozenset(ignored))


def _list_pairs(table: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """A beginning or an ending may come from several: one text, or a list of them."""
    pairs = []
    for written, meant in table.items():
        several = meant if isinstance(meant, list) else [meant]
        pairs += [(written, str(each)) for each in several]
    return tuple(pairs)
