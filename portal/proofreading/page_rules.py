"""What a text is held to: short sentences, no walls, plain and kind words, headings of one question, plain English.

Source: content.md, "Plain and kind"; facts.md 5.4, 8.1, 8.3.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, median

from portal.proofreading.findings import Finding, Level, Measure
from portal.proofreading.readability import grade
from portal.proofreading.running_text import RunningText, count_words, split_sentences
from portal.proofreading.word_lists import WordLists
from portal.texts.languages import DEFAULT

LONGEST_SENTENCE = 25
MEAN_SENTENCE = 15.0
WALL = 5 * 62  # characters: five lines of the widest measure that a page has
HARDEST = 8.0
MEDIAN = 6.0
_QUESTION = re.compile(r"[?؟]")
_ABBREVIATION = re.compile(r"\b[A-Z]{3,}s?\b")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with where it stands; `title` is empty for a stage, whose name has rules of its own."""

    lang: str
    place: str
    title: str
    summary: str
    reading: RunningText

    @property
    def everything(self) -> str:
        """All of its words, for a search."""
        return " \n ".join((self.title, self.summary, *self.reading.headings, *self.reading.blocks))


def measure(text: Text) -> Measure:
    """Return how a text reads."""
    sentences = text.reading.sentences
    lengths = [count_words(each) for each in sentences] or [0]
    own_grade = round(grade(sentences), 1) if text.lang == DEFAULT else None
    return Measure(text.lang, text.place, own_grade, len(sentences), round(mean(lengths), 1), max(lengths))


def check_text(text: Text, lists: WordLists, known: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Give what is wrong with one text; `known` are abbreviations that the glossary or everybody explains."""
    yield from _check_shape(text)
    for words in dict.fromkeys(lists.find_avoided(text.everything)):
        yield _fault(text, "word to avoid", words)
    for words in text.reading.link_words:
        if lists.is_empty_link(words):
            yield _fault(text, "link that does not say where it leads", words)
    for words in dict.fromkeys(_ABBREVIATION.findall(text.everything)) if text.lang == DEFAULT else ():
        if words.removesuffix("s") not in known:
            yield _fault(text, "abbreviation that nothing explains", words)


def _check_shape(text: Text) -> Iterator[Finding]:
    """Give what is too long, and headings that ask too much at once."""
    for sentence in (*text.reading.sentences, *split_sentences([text.summary])):
        if count_words(sentence) > LONGEST_SENTENCE:
            yield _fault(text, "long sentence", f"{count_words(sentence)} words: {sentence}")
    for block in text.reading.blocks:
        if len(block) > WALL:
            yield _fault(text, "wall of text", f"{len(block)} characters: {block[:60]}…")
    for heading in (text.title, *text.reading.headings):
        if len(_QUESTION.findall(heading)) > 1:
            yield _fault(text, "two questions in a heading", heading)


def check_title(text: Text, lists: WordLists) -> Iterator[Finding]:
    """Give what a page's title would tell whoever sees the browser's tabs or its history."""
    for words in dict.fromkeys(lists.find_telling(text.title)):
        yield _fault(text, "title that tells", words)


def check_grades(measures: list[Measure]) -> Iterator[Finding]:
    """Give the pages that are too hard, and whether most pages are; sentences too long on average."""
    graded = [each for each in measures if each.grade is not None]
    for each in graded:
        if each.grade is not None and each.grade > HARDEST:
            yield Finding(each.lang, each.place, "reading grade", f"{each.grade} is over {HARDEST}")
    middle = median(each.grade or 0.0 for each in graded) if graded else 0.0
    if middle > MEDIAN:
        yield Finding(DEFAULT, "all pages", "reading grade", f"the median {middle} is over {MEDIAN}")
    for each in measures:
        if each.mean > MEAN_SENTENCE:
            words = f"{each.mean} words on average"
            yield Finding(each.lang, each.place, "long sentences", words, Level.WARNING)


def _fault(text: Text, rule: str, words: str) -> Finding:
    return Finding(text.lang, text.place, rule, words)
