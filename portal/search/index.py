"""An index in memory: in which entries each word stands, how much it tells, and words near to a mistyped one.

Words are looked up under their forms (`folding`): an entry holds a word when it holds one of its forms.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from portal.search.entries import Entry

Forms = frozenset[str]
ReadWords = Callable[[str, str], list[Forms]]  # a text and its language -> the forms of each of its words
_IN_TITLE, _IN_SUMMARY = 6.0, 2.5
_SHORTEST_NEAR, _LONGEST_NEAR = 5, 24  # letters; in longer ones looking for slips costs too much
_MOST_NEAR = 8


@dataclass(frozen=True, slots=True)
class _Indexed:
    entry: Entry
    sentences: tuple[tuple[str, Forms], ...]


class Index:
    """Made once from all entries of a language; then only read."""

    def __init__(self, entries: Iterable[Entry], read_words: ReadWords, also_known: Collection[str] = ()) -> None:
        """Read all entries; `also_known` are words that stand on no page and are no slips of the finger either."""
        self._entries: list[_Indexed] = []
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)  # a form -> entry -> how much it weighs there
        for number, entry in enumerate(entries):
            self._entries.append(self._add(number, entry, read_words))
        self._known = sorted({*self._weights, *also_known})
        self._known_set = frozenset(self._known)
        self._letters = sorted({letter for form in self._known for letter in form})

    def weigh(self, words: Sequence[Forms]) -> dict[int, float]:
        """Return how well each entry fits the words; an entry that fits none is left out."""
        fits: dict[int, float] = defaultdict(float)
        for forms in words:
            of_word: dict[int, float] = {}
            for form in forms:
                found = self._weights.get(form, {})
                worth = math.log(1 + len(self._entries) / (1 + len(found)))
                for number, weight in found.items():
                    of_word[number] = max(of_word.get(number, 0.0), weight * worth)
            for number, weight in of_word.items():
                fits[number] += weight
        return fits

    def get(self, number: int) -> Entry:
        """Return an entry."""
        return self._entries[number].entry

    def find_number(self, name: str) -> int | None:
        """Find the entry of a name."""
        return next((number for number, each in enumerate(self._entries) if each.entry.name == name), None)

    def find_sentence(self, number: int, words: Sequence[Forms]) -> str:
        """Return the sentence of an entry that says most of the words; its summary when none says any."""
        indexed = self._entries[number]
        best, most = indexed.entry.summary, 0.0
        for sentence, forms in indexed.sentences:
            worth = sum(self._worth(each) for each in words if each & forms)
            if worth > most:
                best, most = sentence, worth
        return best

    def is_known(self, forms: Forms) -> bool:
        """Say whether a word stands anywhere."""
        return not self._known_set.isdisjoint(forms)

    def find_near(self, word: str) -> list[str]:
        """List known words that differ by one slip of the finger, and such as begin like this one."""
        if not _SHORTEST_NEAR <= len(word) <= _LONGEST_NEAR:
            return []
        first = bisect_left(self._known, word)
        begun = [form for form in self._known[first : first + _MOST_NEAR] if form.startswith(word)]
        slips = [form for form in self._list_slips(word) if form in self._known_set]
        return list(dict.fromkeys([*slips, *begun]))[:_MOST_NEAR]

    def _list_slips(self, word: str) -> list[str]:
        """One letter missing, too many, wrong, or two changed about."""
        cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
        swapped = [left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1]
        dropped = [left + right[1:] for left, right in cuts if right]
        wrong = [left + letter + right[1:] for left, right in cuts if right for letter in self._letters]
        missing = [left + letter + right for left, right in cuts for letter in self._letters]
        return list(dict.fromkeys([*swapped, *dropped, *missing, *wrong]))

    def _worth(self, forms: Forms) -> float:
        fewest = min((len(self._weights[form]) for form in forms if form in self._weights), default=0)
        return math.log(1 + len(self._entries) / (1 + fewest)) if fewest else 0.0

    def _add(self, number: int, entry: Entry, read_words: ReadWords) -> _Indexed:
        counts: Counter[str] = Counter()
        sentences = []
        for sentence in entry.sentences:
            words = read_words(sentence, entry.lang)
            counts.update(form for forms in words for form in forms)
            sentences.append((sentence, frozenset().union(*words)))
        counts.update(form for label in entry.labels for forms in read_words(label, entry.lang) for form in forms)
        weights = {form: 1 + math.log(count) for form, count in counts.items()}
        for text, weight in ((entry.summary, _IN_SUMMARY), (entry.title, _IN_TITLE)):
            for form in frozenset().union(*read_words(text, entry.lang)):
                weights[form] = weights.get(form, 0.0) + weight
        for form, weight in weights.items():
            self._weights[form][number] = weight
        return _Indexed(entry, tuple(sentences))
