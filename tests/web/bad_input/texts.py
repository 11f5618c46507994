"""Words that nobody means to type, and what is kept of them: on one line, and where lines are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """What is sent as a text, and what is kept of it."""

    sent: str
    line: str
    lines: str

    @classmethod
    def alike(cls, sent: str, kept: str) -> Typed:
        """Return a text of which the same is kept either way."""
        return cls(sent, kept, kept)


ODD: dict[str, Typed] = {
    "control": Typed.alike("Am\x07i\x1b[31mra\x7f\x9b", "Ami[31mra"),
    "nul": Typed.alike("Ami\x00ra", "Amira"),
    "line_ends": Typed("Ami\rra\x0bof\x0cLeeds\x85now\u2028and\u2029then", "Ami ra of Leeds now and then",
                       "Ami\nra\nof\nLeeds\nnow\nand\nthen"),
    "overrides": Typed.alike("\u202eAmi\u202ara\u202c\u202b\u202d", "Amira"),
    "isolates": Typed.alike("\u2066Ami\u2067ra\u2068\u2069", "Amira"),
    "marks": Typed.alike("\u200eAmi\u200fra\u061c", "Amira"),
    "invisible": Typed.alike("\ufeffAmi\u200b\u2060\xadra", "Amira"),
    "private": Typed.alike("Ami\ue000\U0010fffdra\ufdd0", "Amira"),
    "apart": Typed.alike("Ami\u0301ra e\u0301", "Amíra é"),
    "emoji": Typed.alike("Amira 👩\u200d👧 👍🏽 1️⃣", "Amira 👩\u200d👧 👍🏽 1️⃣"),
    "scripts": Typed.alike("أميرة می\u200cخواهم क\u094d\u200dष Tŷ", "أميرة می\u200cخواهم क\u094d\u200dष Tŷ"),
    "tags": Typed.alike("<b>Amira</b> & {{ 7*7 }} %(name)s", "<b>Amira</b> & {{ 7*7 }} %(name)s"),
    "statement": Typed.alike("'; DROP TABLE \"case\";--", "'; DROP TABLE \"case\";--"),
    "one_long_word": Typed.alike("x" * 79, "x" * 79),
    "doubled_blanks": Typed("Ami  \t ra", "Ami ra", "Ami  \t ra"),
}  # fmt: skip
BLANK: dict[str, str] = {
    "nothing": "",
    "blanks": " \t\r\n\u3000\xa0",
    "control": "\x00\x07",
    "turned": "\u202e\u2066\u200f",
    "joiners": "\u200d\u200c",
    "fillers": "\u3164\u2800\ufffc",
}
# Bytes that are no UTF-8, percent-coded as a form sends them: a lone surrogate, half a letter, an overlong one
NO_UTF8 = ("%ED%A0%80", "%C3", "%C0%80", "%FF%FE", "%F5%80%80%80")
