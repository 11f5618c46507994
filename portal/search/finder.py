"""What somebody typed, and the pages that answer it: one index a language, made when it is first needed and kept.

Safety: what is typed goes into no log, no error and no memory beyond the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern
from threading import Lock

from portal.search.entries import PAGES, list_entries
from portal.search.folding import Rules
from portal.search.index import Forms, Index
from portal.search.own_words import OwnWords, load_own_words
from portal.texts.languages import DEFAULT
from portal.texts.library import Library

LONGEST = 100  # characters; what comes after them is not read
MOST_WORDS = 12
MOST_HITS = 10
HELP = f"{PAGES}/get-help-now"
FOR_DANGER = (HELP, "information/care")
_OF_THE_BEST = 0.35  # what fits much less than the best does not help
_SAID = 30.0
_NEXT = 0.75


@dataclass(frozen=True, slots=True)
class Hit:
    """A page or place, as `pages/home`, with the sentence that says most of what was asked; in `lang`."""

    name: str
    lang: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first; `is_danger`: the words tell of danger, and help stands first."""

    hits: tuple[Hit, ...]
    is_danger: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[Forms, ...]
    leads_to: tuple[int, ...]  # numbers of entries; none for a phrase of danger


@dataclass(frozen=True, slots=True)
class _Language:
    words: tuple[OwnWords, ...]
    index: Index
    said: tuple[_Phrase, ...]
    danger: tuple[_Phrase, ...]


class Finder:
    """Searches the library in every language."""

    def __init__(self, library: Library, content_dir: Path) -> None:
        """Remember where the words are; nothing is read yet."""
        self._library, self._dir = library, content_dir
        self._languages: dict[str, _Language] = {}
        self._one_at_a_time = Lock()

    def find(self, lang: str, typed: str) -> Found:
        """Find what answers the words typed; nothing for no words."""
        language = self._get(lang)
        asked = _read_query(language, typed)
        if not asked:
            return Found((), is_danger=False)
        forms = [each.forms for each in asked]
        danger = [each for phrase in language.danger if _says(forms, phrase) for each in phrase.words]
        # Safety: help stands before what fits better, and words of danger lead to no page that merely holds them
        first = _find_numbers(language.index, FOR_DANGER) if danger else []
        left = [each for each in asked if all(each.forms.isdisjoint(word) for word in danger)]
        telling = [each.forms for each in left if not each.is_ignored]
        numbers = dict.fromkeys((*first, *_rank(language, [each.forms for each in left], telling)))
        hits = (_draw(language.index, each, telling) for each in [*numbers][:MOST_HITS])
        return Found(tuple(hits), is_danger=bool(danger))

    def _get(self, lang: str) -> _Language:
        if lang not in self._languages:
            with self._one_at_a_time:
                if lang not in self._languages:
                    self._languages[lang] = _make(self._library, self._dir, lang)
        return self._languages[lang]


@dataclass(frozen=True, slots=True)
class _Asked:
    forms: Forms
    is_ignored: bool  # it stands on every page; it counts within a phrase only


def _make(library: Library, content_dir: Path, lang: str) -> _Language:
    """Read a language's own words and, where that is not English, the English ones too: pages may be in English."""
    found = (load_own_words(content_dir, each) for each in dict.fromkeys((lang, DEFAULT)))
    words = tuple(each for each in found if each)
    rules = {each.lang: each.rules for each in words}

    @cache
    def find_forms(shown_lang: str, word: str) -> Forms:
        return frozenset(map(intern, rules.get(shown_lang, Rules()).find_forms(word)))  # each kept once in memory

    def read_words(text: str, shown_lang: str) -> list[Forms]:
        own = rules.get(shown_lang, Rules())
        return [find_forms(shown_lang, word) for word in own.list_words(text) if word not in own.ignored]

    known = {form for own in words for phrase in _list_phrases(own) for forms in _read(own, phrase) for form in forms}
    index = Index(list_entries(library, lang, words), read_words, known)
    said = [
        _Phrase(tuple(_read(own, phrase)), tuple(_find_numbers(index, said.leads_to)))
        for own in words
        for said in own.said
        for phrase in said.phrases
    ]
    danger = [_Phrase(tuple(_read(own, phrase)), ()) for own in words for phrase in own.danger]
    return _Language(words, index, tuple(said), tuple(danger))


def _list_phrases(own: OwnWords) -> Iterable[str]:
    yield from own.danger
    for said in own.said:
        yield from said.phrases


def _read(own: OwnWords, text: str) -> list[Forms]:
    return [own.rules.find_forms(word) for word in own.rules.list_words(text)]


def _find_numbers(index: Index, names: Sequence[str]) -> list[int]:
    return [number for name in names if (number := index.find_number(name)) is not None]


def _read_query(language: _Language, typed: str) -> list[_Asked]:
    """Read the words typed, under the forms of every language searched; an unknown one as the words near to it."""
    asked: dict[str, _Asked] = {}
    for own in language.words:
        for word in own.rules.list_words(typed[:LONGEST])[:MOST_WORDS]:
            before = asked.get(word, _Asked(frozenset(), is_ignored=False))
            is_ignored = before.is_ignored or word in own.rules.ignored
            asked[word] = _Asked(before.forms | own.rules.find_forms(word), is_ignored)
    return [_correct(language, word, each) for word, each in asked.items()]


def _correct(language: _Language, word: str, asked: _Asked) -> _Asked:
    if asked.is_ignored or language.index.is_known(asked.forms):
        return asked
    near = language.index.find_near(word)
    forms = {form for each in near for own in language.words for form in own.rules.find_forms(each)}
    return _Asked(asked.forms | forms, is_ignored=False)


def _says(asked: Sequence[Forms], phrase: _Phrase) -> bool:
    """Say whether every word of a phrase was typed, in whatever order."""
    return all(any(not forms.isdisjoint(each) for each in asked) for forms in phrase.words)


def _rank(language: _Language, asked: Sequence[Forms], telling: Sequence[Forms]) -> list[int]:
    """Return entries, the best first: what people say leads to its pages, then the pages that hold the words."""
    fits = language.index.weigh(telling)
    least = max(fits.values(), default=0.0) * _OF_THE_BEST
    fits = {number: fit for number, fit in fits.items() if fit >= least}
    for phrase in language.said:
        if _says(asked, phrase):
            for place, number in enumerate(phrase.leads_to):
                fits[number] = fits.get(number, 0.0) + _SAID * len(phrase.words) * _NEXT**place
    return sorted(fits, key=lambda number: fits[number], reverse=True)[:MOST_HITS]


def _draw(index: Index, number: int, asked: Sequence[Forms]) -> Hit:
    entry = index.get(number)
    return Hit(entry.name, entry.lang, entry.title, index.find_sentence(number, asked))
