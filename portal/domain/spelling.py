"""Names that are written nearly as something was typed: a slip or two apart. Knows no area and chooses none."""

from collections.abc import Collection

_LONG = 6  # from this many letters on two slips are forgiven, else one
_SHORTEST = 4


class Spellings:
    """A list of keys that is searched for near ones; made once, and only read after that."""

    def __init__(self, keys: Collection[str]) -> None:
        self._by_length: dict[int, list[tuple[str, int]]] = {}
        for key in sorted(keys):
            self._by_length.setdefault(len(key), []).append((key, _mark_letters(key)))

    def list_near(self, typed: str) -> tuple[str, ...]:
        """Return the keys a slip or two away, the nearest first, and of those what begins alike."""
        if len(typed) < _SHORTEST:
            return ()
        most, letters = 2 if len(typed) >= _LONG else 1, _mark_letters(typed)
        near = [
            (slips, -_count_alike(typed, key), key)
            for length in range(len(typed) - most, len(typed) + most + 1)
            for key, marks in self._by_length.get(length, ())
            # each slip brings in or takes out at most one kind of letter on either side
            if (letters ^ marks).bit_count() <= 2 * most and (slips := count_slips(typed, key, most)) <= most
        ]
        return tuple(key for *_, key in sorted(near))


def count_slips(one: str, other: str, most: int) -> int:
    """Count the letters left out, put in, changed or swapped with a neighbour; anything above `most` when it is more.

    The optimal string alignment distance, given up as soon as it must be more.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, char in enumerate(other, 1):
            slips = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != char))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == char:
                slips = min(slips, earlier[at - 2] + 1)
            row.append(slips)
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]


def _count_alike(one: str, other: str) -> int:
    """Count the letters that two words begin with alike: people seldom get the first one wrong."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (letter, char) in pairs if letter != char), min(len(one), len(other)))


def _mark_letters(key: str) -> int:
    """Return the set of letters of a key as bits; letters may share a bit, which only lets more through."""
    marks = 0
    for char in key:
        marks |= 1 << (ord(char) & 63)
    return marks
