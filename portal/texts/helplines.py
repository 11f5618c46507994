"""Helplines and emergency numbers: facts from content/helplines.toml, never translated or typed in a page.

The words around a number (name, hours, note) come from content/<lang>/helplines.toml. A number that is not
sourced is refused, so that an unchecked one cannot reach a page.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Literal

from babel.dates import format_date

from portal.texts.front_matter import ContentFault, Source, parse_source
from portal.texts.languages import DEFAULT, find_language
from portal.texts.links import is_safe_outside

_NUMBER = re.compile(r"^[0-9]+(?: [0-9]+)*$")
_WORDS = ("checked", "source", "call", "text", "website")


@dataclass(frozen=True, slots=True)
class Helpline:
    """One way to reach help: a `number` to call or text, a `website`, or both."""

    key: str
    number: str | None
    use: Literal["call", "text", "type"]
    website: str | None
    source: Source
    checked_on: date


@dataclass(frozen=True, slots=True)
class HelplineWords:
    """A language's words: `fixed` for every helpline, `of` by helpline and then name, hours or note."""

    lang: str
    fixed: Mapping[str, str]
    of: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Helplines:
    """All helplines with the words of one language and, where those are missing, of English."""

    by_key: Mapping[str, Helpline]
    words: HelplineWords
    english: HelplineWords

    def draw_number(self, key: str) -> str:
        """Return the number alone, as HTML for the middle of a sentence. Raises KeyError when unknown."""
        line = self.by_key[key]
        return _isolate(line.number, line.use) if line.number else _link_website(str(line.website))

    def draw_card(self, key: str) -> str:
        """Return name, number, hours, source and date as an HTML block. Raises KeyError when unknown."""
        line = self.by_key[key]
        rows = [f"<p><strong>{self._find(key, 'name')}</strong></p>"]
        if line.number:
            rows.append(f"<p>{escape(self.words.fixed[line.use])} {_isolate(line.number, line.use)}</p>")
        if line.website:
            rows.append(f"<p>{escape(self.words.fixed['website'])} {_link_website(line.website)}</p>")
        words = (self._find(key, "hours"), self._find(key, "note"))
        rows.extend(f"<p>{line_of_words}</p>" for line_of_words in words if line_of_words)
        rows.append(f'<p class="helpline-source">{self._draw_source(line)}</p>')
        return f'<div class="helpline">{"".join(rows)}</div>'

    def _find(self, key: str, field: str) -> str:
        """Return a helpline's word as HTML, marked as English where the language has none; may be empty."""
        own = self.words.of.get(key, {}).get(field)
        if own is not None:
            return escape(own)
        english = self.english.of.get(key, {}).get(field, "")
        is_own = not english or self.words.lang == DEFAULT
        return escape(english) if is_own else f'<span lang="en" dir="ltr">{escape(english)}</span>'

    def _draw_source(self, line: Helpline) -> str:
        language = find_language(self.words.lang)
        day = format_date(line.checked_on, "long", locale=language.locale if language else "en_GB")
        when = f'<time datetime="{line.checked_on.isoformat()}">{escape(day)}</time>'
        publisher = f'<bdi lang="en">{escape(line.source.publisher)}</bdi>'
        link = f'<a href="{escape(line.source.address)}" rel="noreferrer">{publisher}</a>'
        return f"{escape(self.words.fixed['source'])} {link}. {escape(self.words.fixed['checked'])} {when}."


def load_helplines(content_dir: Path, lang: str) -> Helplines:
    """Read the numbers and a language's words for them. Raises ContentFault naming file and field."""
    path = content_dir / "helplines.toml"
    by_key = {key: _parse_helpline(path, key, entry) for key, entry in _read_toml(path).items()}
    english = _load_words(content_dir, DEFAULT)
    has_own = (content_dir / lang / "helplines.toml").is_file()
    words = _load_words(content_dir, lang) if has_own else english
    for key in by_key:
        if "name" not in english.of.get(key, {}):
            raise ContentFault(content_dir / DEFAULT / "helplines.toml", f"{key}.name", "is missing")
    return Helplines(by_key=by_key, words=words, english=english)


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentFault(path, "file", f"cannot be read: {error}") from error


def _parse_helpline(path: Path, key: str, entry: object) -> Helpline:
    if not isinstance(entry, dict):
        raise ContentFault(path, key, "must be a table")
    if entry.get("tag") != "sourced":
        # Safety: a wrong number can cost the one call somebody dares to make
        raise ContentFault(path, f"{key}.tag", "only sourced numbers may stand here")
    number, website, use = entry.get("number"), entry.get("website"), entry.get("use", "call")
    if not number and not website:
        raise ContentFault(path, key, "needs a number or a website")
    if number and not (isinstance(number, str) and _NUMBER.match(number)):
        raise ContentFault(path, f"{key}.number", "must be digits and single spaces")
    if website and not (isinstance(website, str) and is_safe_outside(website)):
        raise ContentFault(path, f"{key}.website", "must be an https address")
    if use not in ("call", "text", "type"):
        raise ContentFault(path, f"{key}.use", "must be call, text or type")
    checked_on = entry.get("checked_on")
    if type(checked_on) is not date:
        raise ContentFault(path, f"{key}.checked_on", "is missing or is not a date")
    source = parse_source(path, f"{key}.source", _with_year(entry.get("source")))
    return Helpline(key, number, use, website, source, checked_on)


def _with_year(entry: object) -> object:
    """Give a source without a year the explicit None that TOML cannot write."""
    return {"year": None, **entry} if isinstance(entry, dict) else entry


def _load_words(content_dir: Path, lang: str) -> HelplineWords:
    path = content_dir / lang / "helplines.toml"
    tables = {key: table for key, table in _read_toml(path).items() if isinstance(table, dict)}
    fixed = tables.pop("words", {})
    for name in _WORDS:
        if not isinstance(fixed.get(name), str):
            raise ContentFault(path, f"words.{name}", "is missing or is not text")
    return HelplineWords(lang=lang, fixed=fixed, of=tables)


def _isolate(number: str, use: str) -> str:
    """Draw a number left to right in any script, as a link where it can be dialled."""
    text = f'<bdi dir="ltr" translate="no">{escape(number)}</bdi>'
    return f'<a class="phone" href="tel:{number.replace(" ", "")}">{text}</a>' if use == "call" else text


def _link_website(address: str) -> str:
    shown = address.removeprefix("https://").removeprefix("www.").rstrip("/")
    return f'<a href="{escape(address)}" rel="noreferrer"><bdi dir="ltr">{escape(shown)}</bdi></a>'
