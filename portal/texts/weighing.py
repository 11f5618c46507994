"""Takes the questions out of a rendered page, so that they can be drawn to be answered.

A question is a heading of the second level with answers, headings of the third level, below it. A page without any
comes back as it was. Knows no words, so every language is taken apart alike.
"""

import re
from dataclasses import dataclass

from markupsafe import Markup

_QUESTION = re.compile(r"(?=<h2>)")
_ANSWER = re.compile(r"(?=<h3>)")
_HEADING = re.compile(r"^<h[23]>(.*?)</h[23]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    heading: Markup
    html: Markup


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what stands before its answers, and what each of them means."""

    heading: Markup
    html: Markup
    answers: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A page taken apart: what stands before the questions, they themselves, and what comes after."""

    before: Markup
    questions: tuple[Asked, ...]
    after: Markup


def take_apart(html: Markup) -> Weighed:
    """Return the questions of a page, and the rest of it; headings without answers stay where they are."""
    pieces = [Markup(each) for each in _QUESTION.split(html)]  # noqa: S704 (parts of our own HTML, cut between blocks)
    at = [place for place, piece in enumerate(pieces) if "<h3>" in piece]
    if not at:
        return Weighed(html, (), Markup(""))
    first, last = at[0], at[-1] + 1
    return Weighed(
        Markup("").join(pieces[:first]),
        tuple(_read_question(piece) for piece in pieces[first:last]),
        Markup("").join(pieces[last:]),
    )


def _read_question(piece: Markup) -> Asked:
    words, *answers = _ANSWER.split(piece)
    asked = _read_part(words)
    return Asked(asked.heading, asked.html, tuple(map(_read_part, answers)))


def _read_part(piece: str) -> Part:
    heading = _HEADING.match(piece)
    if heading is None:
        raise ValueError("a part of a page begins with its heading")
    return Part(Markup(heading[1]), Markup(piece[heading.end() :]))  # noqa: S704 (as above)
