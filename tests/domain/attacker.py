"""Somebody who reads editions and subtracts: what they can work out of the counts that are not shown.

They know more than anybody outside: every shown number before it was rounded, and which of the hidden parts are small.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from portal.domain.figures import EVERYWHERE, Measure, Row
from portal.domain.stages import Stage
from portal.domain.suppression import HIDDEN_BELOW

NO_END = 10**6
Cell = tuple[str, Measure, Stage | None, str]  # quarter, what is counted, area
Factors = Mapping[Cell, int]
Truth = Mapping[Cell, int]
WAITING: Cell = ("", Measure.RECEIVED, Stage.RECEIVED, EVERYWHERE)


@dataclass
class Attacker:
    """What is known: sums of cells, exactly, and between which numbers each cell lies."""

    areas: Collection[str]
    sums: list[tuple[Factors, int]] = field(default_factory=list)
    bounds: dict[Cell, tuple[int, int]] = field(default_factory=dict)

    def read(self, quarter: str, rows: Collection[Row], truth: Truth) -> None:
        """Learn from an edition; the truth tells what was rounded, and which hidden parts are small."""
        asked_in = {row.area for row in rows if row.measure is Measure.RECEIVED}
        for everywhere in (row for row in rows if row.area == EVERYWHERE):
            measured = (everywhere.measure, everywhere.stage)
            parts: list[Cell] = [(quarter, *measured, area) for area in self.areas]
            shown = {row.area: row for row in rows if (row.measure, row.stage) == measured}
            for part in parts:
                if part[3] in shown:
                    self._learn_number(shown[part[3]], {part: 1}, truth)
                is_told = everywhere.measure is not Measure.STAY or part[3] in asked_in
                self.bounds[part] = self._find_role(part, shown, truth) if is_told else (0, NO_END)
            self._learn_number(everywhere, dict.fromkeys(parts, 1), truth)

    def link(self, quarters: Collection[str]) -> None:
        """Learn what links editions: who came in and has not left the first stage still waits in it; so does, in an
        area, who has not left another one yet, or never came to it.
        """
        waiting: dict[Cell, int] = {WAITING: 1}
        for quarter in quarters:
            waiting |= {(quarter, Measure.RECEIVED, None, area): -1 for area in self.areas}
            waiting |= {(quarter, Measure.STAY, Stage.RECEIVED, area): 1 for area in self.areas}
        self.sums.append((waiting, 0))
        self.bounds[WAITING] = (0, NO_END)
        for stage, area in product((Stage.RECEIVED, Stage.REHUB_CHECK), self.areas):
            others: Cell = ("", Measure.STAY, stage, area)
            asked: dict[Cell, int] = {(quarter, Measure.RECEIVED, None, area): -1 for quarter in quarters}
            left: dict[Cell, int] = {(quarter, Measure.STAY, stage, area): 1 for quarter in quarters}
            self.sums.append(({others: 1, **asked, **left}, 0))
            self.bounds[others] = (0, NO_END)
            for cell in (*asked, *left):
                self.bounds.setdefault(cell, (0, NO_END))

    def narrow(self) -> Mapping[Cell, tuple[int, int]]:
        """Draw the bounds together by every sum, until nothing moves any more."""
        bounds, before = dict(self.bounds), {}
        while bounds != before:
            before = dict(bounds)
            for factors, total in self.sums:
                _narrow_by(factors, total, bounds)
        return bounds

    def solve(self) -> set[Cell]:
        """Return the cells that some sum and difference of the numbers gives: all of them are tried by elimination."""
        cells = sorted({cell for factors, _ in self.sums for cell in factors}, key=str)
        rows = _eliminate([[Fraction(factors.get(cell, 0)) for cell in cells] for factors, _ in self.sums])
        return {cells[row.index(1)] for row in rows if sum(value != 0 for value in row) == 1}

    def _learn_number(self, row: Row, factors: Factors, truth: Truth) -> None:
        if row.number is not None:
            self.sums.append((factors, sum(truth.get(cell, 0) for cell in factors)))

    @staticmethod
    def _find_role(part: Cell, shown: Mapping[str, Row], truth: Truth) -> tuple[int, int]:
        if part[3] in shown:
            return HIDDEN_BELOW, NO_END
        if shown.keys() == {EVERYWHERE}:
            return 0, NO_END  # where no part is shown, nothing tells a small one from a larger one
        return (0, HIDDEN_BELOW - 1) if truth.get(part, 0) < HIDDEN_BELOW else (HIDDEN_BELOW, NO_END)


def _narrow_by(factors: Factors, total: int, bounds: dict[Cell, tuple[int, int]]) -> None:
    ends = {cell: sorted(factor * end for end in bounds[cell]) for cell, factor in factors.items()}
    low, high = sum(end[0] for end in ends.values()), sum(end[1] for end in ends.values())
    for cell, factor in factors.items():
        own = sorted(factor * end for end in (total - (high - ends[cell][1]), total - (low - ends[cell][0])))
        bounds[cell] = (max(bounds[cell][0], own[0]), min(bounds[cell][1], own[1]))


def _eliminate(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return the reduced rows (Gauss and Jordan): a cell that can be worked out stands alone in one of them."""
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((number for number in range(done, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        head = rows[done] = [value / rows[done][column] for value in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                rows[number] = [value - row[column] * own for value, own in zip(row, head, strict=True)]
        done += 1
    return rows[:done]
