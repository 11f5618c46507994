"""The one rule for words that people type: what stays as typed, what is taken out, and when nothing is left.

Every free text comes through here before it is measured, compared, sealed or shown: the form, messages and requests,
what the desk writes, re:hub's note. Nobody is told off for a character they cannot see: it goes, their words stay.
How long a text may be is for whoever asks for it to say.

In this order: every kind of line end becomes one newline; out go control characters (NUL among them), lone surrogates,
private-use and non-characters, everything that turns the direction of other words (Unicode's Bidi_Control), and what
else cannot be seen; then Unicode's NFC. What a script or a flag needs stays. Nothing but blanks counts as nothing.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_MISLEADING = frozenset({"Cc", "Cf", "Cs", "Co"})
# Category Cf, and yet needed: the joiners of Persian, Urdu and the Indic scripts, and number signs that can be seen
_NEEDED = frozenset(
    "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# The flags of England, Scotland and Wales are written with invisible letters; no others are let through with words in
_FLAGS = re.compile(
    "(\U0001f3f4(?:{})\U000e007f)".format(
        "|".join("".join(chr(0xE0000 + ord(letter)) for letter in nation) for nation in ("gbeng", "gbsct", "gbwls"))
    )
)
# Not of a blank's category, and yet nothing to see: joiners, fillers of Hangul and Braille, the place of a lost picture
_BLANKS = frozenset("\u200c\u200d\u115f\u1160\u3164\uffa0\u2800\ufffc")
_SEEN_ONLY_WITH_OTHERS = frozenset({"Mn", "Me", "Zs"})


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """Return the words that are kept of a text, by the rule above; lines become blanks unless they are kept.

    Cleaning twice changes nothing more.
    """
    pieces = _FLAGS.split(_LINE_ENDS.sub("\n", text))
    # every second piece is a flag
    kept = "".join(piece if place % 2 else _take_out(piece) for place, piece in enumerate(pieces))
    normal = unicodedata.normalize("NFC", kept)
    if _is_blank(normal):
        return ""
    return normal.strip() if keep_lines else " ".join(normal.split())


def _take_out(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if char in "\n\t" or char in _NEEDED or not _misleads(char))


def _misleads(char: str) -> bool:
    # Safety: what turns the direction of words can make a number or a name read as another one
    place = ord(char)
    is_no_character = 0xFDD0 <= place <= 0xFDEF or place & 0xFFFE == 0xFFFE
    return is_no_character or unicodedata.category(char) in _MISLEADING


def _is_blank(text: str) -> bool:
    return all(
        char.isspace() or char in _BLANKS or unicodedata.category(char) in _SEEN_ONLY_WITH_OTHERS for char in text
    )
