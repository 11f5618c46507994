"""One line of what the bench prints, and how it is printed. Measures nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: at least so much, or at most."""

    bound: float
    is_least: bool = True

    def is_met(self, figure: float) -> bool:
        """Say whether a figure is as it should be."""
        return figure >= self.bound if self.is_least else figure <= self.bound

    def say(self) -> str:
        """Return the target as it is printed."""
        return f"{'≥' if self.is_least else '≤'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure, its figure in a unit, and the target where there is one; `details` say how it came about."""

    measure: str
    figure: float
    unit: str
    target: Target | None = None
    details: str = ""

    @property
    def verdict(self) -> str:
        """Say whether the target is met; nothing where there is none."""
        return "" if self.target is None else "yes" if self.target.is_met(self.figure) else "NO"


def write_table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table for people."""
    heads = ("measure", "figure", "unit", "target", "met", "how")
    rows = [
        (each.measure, f"{each.figure:g}", each.unit, each.target.say() if each.target else "", each.verdict)
        for each in figures
    ]
    widths = [max(len(row[place]) for row in (heads[:5], *rows)) for place in range(5)]
    lines = [(heads[:5], heads[5]), *((row, each.details) for row, each in zip(rows, figures, strict=True))]
    return "".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        + f"  {details}".rstrip()
        + "\n"
        for cells, details in lines
    )


def write_json(figures: Sequence[Figure]) -> str:
    """Return the figures as JSON for machines."""
    rows = [
        {**asdict(each), "target": each.target.say() if each.target else None, "is_met": _is_met(each)}
        for each in figures
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _is_met(figure: Figure) -> bool | None:
    return None if figure.target is None else figure.target.is_met(figure.figure)
