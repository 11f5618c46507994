"""Which counts may not be shown, so that nobody can work out how few there were somewhere. Numbers only.

The counts given together are of parts that lie apart and add up to a total that is shown, such as areas and all of
England and Wales. Sources: counts under ten are not shown (the rule of thumb for tables cleared by the Office for
National Statistics' Secure Research Service, output checking guidance, 2022), nor is what would give one away with the
total ("complementary suppression": Federal Committee on Statistical Methodology, Statistical Policy Working Paper 22,
1994, chapter II; Fischetti and Salazar 2001 for the intervals), and what is shown is rounded to the nearest five (NHS
Digital, disclosure control methodology for Hospital Episode Statistics, 2018). The test plays somebody who subtracts.
"""

from collections.abc import Callable, Mapping

HIDDEN_BELOW = 10
ROUNDED_TO = 5
_MOST = HIDDEN_BELOW - 1

Hide = Callable[[Mapping[str, int]], frozenset[str]]


def round_count(number: int) -> int:
    """Return a count as it is shown: the nearest multiple of five."""
    return (number + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def hide_small(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the parts that are too small to be shown; nought is as small as nine."""
    # Safety: few people in one place are known to those around them
    return frozenset(part for part, number in counts.items() if number < HIDDEN_BELOW)


def hide(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the parts that are not shown: the small ones, and the next larger ones that would give them away.

    Then the published numbers tell of a small part that it is from nought to nine, and nothing closer, even to somebody
    who subtracts, and who knows which of the parts not shown are the small ones. Where so much cannot be had, no part
    is shown.
    """
    small = hide_small(counts)
    hidden = set(small)
    for part in sorted(counts.keys() - small, key=lambda each: (counts[each], each)):
        if _is_safe(sum(counts[each] for each in hidden), len(small), len(hidden) - len(small)):
            break
        # Safety: the total less all that is shown would else tell of the small ones
        hidden.add(part)
    return frozenset(hidden)


def _is_safe(left: int, small: int, larger: int) -> bool:
    """Say whether each small part may be anything from nought to nine, as far as what is `left` of the total tells."""
    if not small:
        return True
    if larger:
        # one small part at nine, the others at nought, and each larger one at its least
        return left >= _MOST + HIDDEN_BELOW * larger
    return _MOST <= left <= _MOST * (small - 1)
