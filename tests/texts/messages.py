"""The messages of the public side as found in the code, and a language's catalogue beside them; for the tests."""

from collections.abc import Mapping
from configparser import ConfigParser
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from portal.settings import ROOT

TRANSLATIONS = ROOT / "translations"
# As in translations/README.md.
KEYWORDS = ("_", "gettext", "ngettext:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "N_", "NC_:1c,2")
LAZY_KEYWORDS = ("lazy_gettext", "lazy_pgettext:1c,2", "lazy_ngettext:1,2")

Key = tuple[str | None, str]  # context and English words
Pair = tuple[tuple[str, ...], tuple[str, ...]]  # forms in English and in the language


@cache
def list_extracted() -> Mapping[Key, frozenset[str]]:
    """Find the messages of the public side, each with the files it stands in."""
    methods, options = _read_rules()
    found: dict[Key, frozenset[str]] = {}
    keywords = parse_keywords(KEYWORDS + LAZY_KEYWORDS)
    for path, _line, ids, _comments, context in extract_from_dir(ROOT, methods, options, keywords):
        key = (context, ids if isinstance(ids, str) else ids[0])
        found[key] = found.get(key, frozenset()) | {path}
    return found


@cache
def read_catalogue(lang: str) -> Catalog:
    """Read a language's file."""
    with (TRANSLATIONS / lang / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        return read_po(stream, locale=lang, abort_invalid=True)


def list_kept(lang: str) -> set[Key]:
    """List the messages of a language's file by context and English words."""
    return {(message.context, _forms(message.id)[0]) for message in read_catalogue(lang) if message.id}


def list_pairs(lang: str) -> list[Pair]:
    """List the English forms and the language's forms of each message."""
    messages = [message for message in read_catalogue(lang) if message.id]
    return [(_forms(message.id), _forms(message.string)) for message in messages]


def _read_rules() -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    """Read babel.cfg: which files are read, how and in which order, and the options of each pattern."""
    rules = ConfigParser(interpolation=None)
    rules.read(TRANSLATIONS / "babel.cfg", encoding="utf-8")
    methods = [(pattern.strip(), method) for method, _, pattern in (name.partition(":") for name in rules.sections())]
    return methods, {name.partition(":")[2].strip(): dict(rules[name]) for name in rules.sections()}


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, (tuple, list)) else ()
