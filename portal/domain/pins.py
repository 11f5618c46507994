"""PINs: a few digits that a person chooses beside their code. What may be one; nothing is derived or stored here.

Six digits at least: beside a code of twenty digits, and with five tries a day, NIST SP 800-63B asks for no more; what
everybody would try first is refused, as the same source has it.
"""

import unicodedata
from enum import StrEnum
from itertools import pairwise

SHORTEST, LONGEST = 6, 12


class PinProblem(StrEnum):
    """Why something cannot be a PIN."""

    NOT_DIGITS = "pin_not_digits"
    LENGTH = "pin_length"
    EASY = "pin_easy"


def read_pin(text: str) -> str:
    """Return what was typed as a PIN, in the digits of any script, without spaces or hyphens; else as it stands."""
    kept = (char for char in text if not (char.isspace() or unicodedata.category(char) in {"Pd", "Cf"}))
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in kept)


def parse_pin(text: str) -> str | PinProblem:
    """Return a PIN that may be chosen, or why it may not."""
    pin = read_pin(text)
    if not pin.isdecimal():
        return PinProblem.NOT_DIGITS
    if not SHORTEST <= len(pin) <= LONGEST:
        return PinProblem.LENGTH
    return PinProblem.EASY if _is_easy(pin) else pin


def _is_easy(pin: str) -> bool:
    """Say whether it goes up or down by one all the way, or says the same again and again: 111111, 123456, 121212."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    # Safety: somebody who lives with a person tries these first
    repeats = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in (1, 2, 3))
    return steps in ({1}, {9}) or repeats
