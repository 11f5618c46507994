"""What a reading of the content found. Judges nothing itself."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: a fault keeps content from going out, a warning asks somebody to look."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right: where (`pages/home`, `helplines.toml`), under which rule, in words."""

    lang: str
    place: str
    rule: str
    words: str
    level: Level = Level.FAULT


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text reads: `grade` only in English; sentences in words."""

    lang: str
    place: str
    grade: float | None
    sentences: int
    mean: float
    longest: int
