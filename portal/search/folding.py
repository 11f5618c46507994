"""One form of each letter, the words of a text, and the forms under which a word is looked up.

What a language does with its words is data (`own_words`); nothing here knows a language.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

_VIRAMA = 9  # the class of marks that join Indic consonants: without them it would be another word
_JOINERS = frozenset("\u00ad\u0640\u200b\u200c\u200d\u200e\u200f")  # stretched lines and what nobody sees
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])+")
_SHORTEST_ROOT = 3


def fold(text: str) -> str:
    """Return a text as it is compared: small letters, no accents, no vowel marks of Arabic, no apostrophes."""
    kept = []
    for char in unicodedata.normalize("NFKD", text.casefold()):
        is_mark = unicodedata.combining(char) not in {0, _VIRAMA}
        if not (is_mark or char in _JOINERS or char in "'’‘ʼ"):
            kept.append(char)
    return "".join(kept)


@dataclass(frozen=True)
class Rules:
    """What a language does with its words: pairs of what stands at the beginning or end and what it may come from."""

    letters: Mapping[str, str] = field(default_factory=dict)
    beginnings: tuple[tuple[str, str], ...] = ()
    endings: tuple[tuple[str, str], ...] = ()
    ignored: frozenset[str] = frozenset()

    def list_words(self, text: str) -> list[str]:
        """List the words of a text, folded, in their order."""
        folded = fold(text)
        for written, meant in self.letters.items():
            folded = folded.replace(written, meant)
        return _WORD.findall(folded)

    def find_forms(self, word: str) -> frozenset[str]:
        """Return the word and what it may come from: two words are the same when they share a form."""
        begun = {word, *_replace_beginnings(word, self.beginnings)}
        ended = {form for each in begun for form in _replace_endings(each, self.endings)}
        return frozenset(begun | ended)


def _replace_beginnings(word: str, pairs: tuple[tuple[str, str], ...]) -> set[str]:
    found = (come_from + word[len(written) :] for written, come_from in pairs if word.startswith(written))
    return {each for each in found if len(each) >= _SHORTEST_ROOT}


def _replace_endings(word: str, pairs: tuple[tuple[str, str], ...]) -> set[str]:
    found = (word[: -len(written)] + come_from for written, come_from in pairs if word.endswith(written))
    return {each for each in found if len(each) >= _SHORTEST_ROOT}
