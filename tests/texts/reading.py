"""Measures of plain English for the tests of the content: sentences, syllables, Flesch-Kincaid grade.

An estimate by spelling, close enough to hold a limit; it knows English only, the sentence lengths any language.
"""

import re
from html.parser import HTMLParser

_SENTENCE_END = re.compile(r"[.!?؟۔](?=\s|$)|[:：](?=\s*$)")
_WORD = re.compile(r"[^\W\d_](?:[\w'’:-]*\w)?|\d+")
_VOWELS = re.compile(r"[aeiouy]+")
# Letters that are written and not said: final e, es and ed, and the e inside "everyone" or "sometimes".
_SILENT = re.compile(
    r"(?<=[^aeiouy])e$(?<!le)|(?<=[^aeiouy])es$(?<![szcg]es)(?<![cs]hes)|(?<=[^aeiouydt])ed$"
    r"|(?<=v)e(?=ry(?:one|body|thing))|(?<=som)e(?=one|thing|times|where)|(?<=[fr])e(?=ly$)"
)
# Two vowels side by side that are said apart: "being", "trial", "client", "actual", "area", "create".
_SAID_APART = re.compile(
    r"[aeouy](?=ing)|(?<![cstgx])i(?=[ao])|(?<=[clu])ie(?=[nt])|u(?=al)|e(?=a(?:$|s$|t))(?<=[ir]e)"
)
_HEADINGS = frozenset({"h2", "h3"})
_BLOCKS = frozenset({"p", "li", "td", "th"})


class _Text(HTMLParser):
    """Collects the running text of a page, one string a block; headings and helpline cards are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS or (tag == "div" and ("class", "helpline") in attrs):
            self._skipping += 1
        elif tag in _BLOCKS and not self._skipping:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS or tag == "div":
            self._skipping -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipping and self.blocks:
            self.blocks[-1] += data


def read_blocks(html: str) -> list[str]:
    """Return the paragraphs and list items of a page as plain text."""
    parser = _Text()
    parser.feed(html)
    return [text for block in parser.blocks if (text := " ".join(block.split()))]


def split_sentences(blocks: list[str]) -> list[str]:
    """Return all sentences; a block without a full stop is one."""
    parts = [part.strip() for block in blocks for part in _SENTENCE_END.split(block)]
    return [part for part in parts if count_words(part)]


def count_words(text: str) -> int:
    """Count words; a number is one."""
    return len(_WORD.findall(text))


def count_syllables(word: str) -> int:
    """Estimate the syllables of an English word from its vowels."""
    word = re.sub(r"[^a-z]", "", word.lower())
    spoken = _SILENT.sub("", word)
    return max(len(_VOWELS.findall(spoken)) + len(_SAID_APART.findall(spoken)), 1)


def grade(blocks: list[str]) -> float:
    """Return the Flesch-Kincaid grade: years of school in the United States; reading age is about 5 more."""
    sentences = split_sentences(blocks)
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
