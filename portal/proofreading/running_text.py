"""The running text of a page: its paragraphs, headings and links, and its sentences, in any script.

Leaves out what no editor writes on the page: helpline cards, and the words of the glossary beside it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SENTENCE_END = re.compile(r"[.!?؟۔।]+[\"”’»)]*(?=\s|$)|[:：](?=\s*$)")
# letters and digits of every script, with the marks that Arabic and the Indic scripts write beside them
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u0652\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d])"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|['’:-](?={_LETTER}))*")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd"})
_ASIDE = {("div", "helpline"), ("details", "words")}  # tags with a class: not the page's own words


@dataclass(slots=True)
class RunningText:
    """What a page says: `blocks` are paragraphs, list items and cells; `links` the addresses it leads to."""

    blocks: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    link_words: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """List all sentences."""
        return split_sentences(self.blocks)


def read_html(*htmls: str) -> RunningText:
    """Return the running text of one or several pieces of a page."""
    parser = _Reader()
    for html in htmls:
        parser.feed(html)
    found = parser.found
    for texts in (found.blocks, found.headings, found.link_words):
        texts[:] = [text for each in texts if (text := " ".join(each.split()))]
    return found


def split_sentences(blocks: Iterable[str]) -> list[str]:
    """Return all sentences of paragraphs; a paragraph without a full stop is one."""
    parts = [part.strip() for block in blocks for part in _SENTENCE_END.split(block)]
    return [part for part in parts if count_words(part)]


def count_words(text: str) -> int:
    """Count words; a number is one."""
    return len(_WORD.findall(text))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = RunningText()
        self._skipped: list[str] = []  # tags open within what is left out
        self._heading = self._is_in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.links.append(str(given["href"]))
        if self._skipped or (tag, given.get("class")) in _ASIDE:
            self._skipped += [tag] if tag not in {"br", "hr", "img"} else []
        elif tag in _HEADINGS:
            self._heading = True
            self.found.headings.append("")
        elif tag in _BLOCKS:
            self.found.blocks.append("")
        elif tag == "a":
            self._is_in_link = True
            self.found.link_words.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
        elif tag in _HEADINGS:
            self._heading = False
        elif tag == "a":
            self._is_in_link = False

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        if self._is_in_link:
            self.found.link_words[-1] += data
        if self._heading:
            self.found.headings[-1] += data
        elif self.found.blocks:
            self.found.blocks[-1] += data
