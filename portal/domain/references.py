"""Case references and receipt numbers: may be said aloud, open nothing. Making one needs randomness, which comes in."""

import re
from collections.abc import Callable

# No look-alikes: of 0 O, 1 I L, 5 S, 2 Z, 8 B and U V at most one stays.
ALPHABET = "234679ACDEFGHJKMNPQRTWXY"
_PATTERN = re.compile(rf"^RJ-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}$")


def make_case_reference(pick: Callable[[str], str]) -> str:
    """Return a reference such as RJ-7F3K-92QM; `pick` chooses one character at random."""
    letters = "".join(pick(ALPHABET) for _ in range(8))
    return f"RJ-{letters[:4]}-{letters[4:]}"


def make_receipt_number(pick: Callable[[str], str]) -> str:
    """Return a number such as N-7F3K-92QM for whoever sent for somebody else.

    Safety: it is none of the case's: not for asking how it goes on, and nothing that re:hub or a page knows.
    """
    letters = "".join(pick(ALPHABET) for _ in range(8))
    return f"N-{letters[:4]}-{letters[4:]}"


def parse_case_reference(text: str) -> str | None:
    """Return the reference in its one spelling, or None when it cannot be one."""
    squeezed = re.sub(r"[\s‐-―-]", "", text).upper()
    candidate = f"{squeezed[:2]}-{squeezed[2:6]}-{squeezed[6:]}"
    return candidate if _PATTERN.match(candidate) else None
