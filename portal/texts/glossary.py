"""The words that people meet here, in plain words: content/<lang>/glossary.toml, English where a language has none.

Puts the meaning of a word beside its first use on a page; how the page of all words looks is `web`'s.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from pathlib import Path

from portal.texts.front_matter import ContentFault
from portal.texts.languages import DEFAULT, find_language, join_names

_CODE = re.compile(r"^[a-z]+(?:-[a-z]+)*$")
_ANYWHERE = "*"  # before a spelling that may stand in the middle of a word, as in languages that join words
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)[^>]*>")
_EXPLAINED = re.compile(r'<details class="words">.*?</details>', re.DOTALL)
_HEADINGS = ("<h2", "<h3")
_ALONE = frozenset({"br", "hr"})
_CARD = '<div class="helpline"'


@dataclass(frozen=True, slots=True)
class Term:
    """One word, its meaning in a sentence or two, and how it is found in a text; no `find` for a list entry only."""

    code: str
    term: str
    meaning: str
    find: tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """The words of a language, in its alphabetical order; `means` stands before those explained beside a text."""

    lang: str
    means: str
    terms: tuple[Term, ...]

    @cached_property
    def _spellings(self) -> tuple[tuple[Term, re.Pattern[str]], ...]:
        return tuple((term, _compile(term.find)) for term in self.terms if term.find)

    def find_terms(self, text: str) -> Iterator[Term]:
        """Give the terms that a plain text uses."""
        plain = text.casefold().replace("’", "'")
        return (term for term, spelling in self._spellings if spelling.search(plain))


def load_glossary(content_dir: Path, lang: str) -> Glossary:
    """Read a language's words, the English ones when it has none. Raises ContentFault naming file and word."""
    path = content_dir / lang / "glossary.toml"
    if not path.is_file():
        lang, path = DEFAULT, content_dir / DEFAULT / "glossary.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentFault(path, "file", f"cannot be read: {error}") from error
    means = tables.pop("words", {}).get("means")
    if not isinstance(means, str):
        raise ContentFault(path, "words.means", "is missing or is not text")
    return Glossary(lang, means, tuple(_parse_term(path, code, table) for code, table in tables.items()))


def explain_words(html: str, glossary: Glossary, without: Collection[str] = ()) -> str:
    """Put the meaning of each term after the paragraph or list that first uses it, to be opened by who wants it.

    `html` is a page's own, as render_markdown gives it. `without` are terms that the page explains in its words.
    Words of a link do not count: it leads to where they are explained.
    """
    told, waiting, parts = set(without), list[Term](), list[str]()
    for block, words in _split(html):
        parts.append(block)
        new = [term for term in glossary.find_terms(words) if term.code not in told]
        told.update(term.code for term in new)
        waiting += new
        if waiting and not block.lstrip().startswith(_HEADINGS):
            parts.append(_draw(waiting, glossary))
            waiting = []
    return "".join(parts)


def take_out_words(html: str) -> str:
    """Return a page as it was before `explain_words`: what its editor wrote."""
    return _EXPLAINED.sub("", html)


def _parse_term(path: Path, code: str, table: object) -> Term:
    if not _CODE.match(code) or not isinstance(table, Mapping):
        raise ContentFault(path, code, "must be a table, its name in small letters and hyphens")
    term, meaning, find = table.get("term"), table.get("meaning"), table.get("find", [])
    if not (isinstance(term, str) and term and isinstance(meaning, str) and meaning):
        raise ContentFault(path, code, "needs a term and a meaning")
    if not isinstance(find, list) or not all(isinstance(each, str) and each for each in find):
        raise ContentFault(path, f"{code}.find", "must be a list of words")
    return Term(code, term, meaning, tuple(find))


def _compile(find: Collection[str]) -> re.Pattern[str]:
    anywhere = [re.escape(each[1:].casefold()) for each in find if each.startswith(_ANYWHERE)]
    beginnings = [rf"(?<!\w){re.escape(each.casefold())}" for each in find if not each.startswith(_ANYWHERE)]
    return re.compile("|".join([*anywhere, *beginnings]))


def _split(html: str) -> Iterator[tuple[str, str]]:
    """Give each outermost block of a page with its words, those of links and helpline cards left out."""
    depth = start = at = links = 0
    words: list[str] = []
    for tag in _TAG.finditer(html):
        if not links:
            words.append(html[at : tag.start()])
        at, name, is_end = tag.end(), tag["name"], bool(tag["end"])
        step = 0 if name in _ALONE else -1 if is_end else 1
        depth += step
        links += step if name == "a" else 0
        if is_end and depth == 0:
            block = html[start:at]
            yield block, "" if block.lstrip().startswith(_CARD) else unescape(" ".join(words))
            start, words = at, []
    if start < len(html):
        yield html[start:], ""


def _draw(terms: Collection[Term], glossary: Glossary) -> str:
    """Draw an element that opens by itself, without script."""
    language = find_language(glossary.lang)
    marked = [f"<bdi>{_escape(term.term)}</bdi>" for term in terms]
    names = join_names(marked, language.locale if language else DEFAULT)
    meanings = "".join(f"<p><strong>{_escape(term.term)}</strong>: {_escape(term.meaning)}</p>" for term in terms)
    summary = f"<summary><span>{_escape(glossary.means)} {names}</span></summary>"
    return f'<details class="words">{summary}{meanings}</details>'


def _escape(words: str) -> str:
    return escape(words, quote=False)
