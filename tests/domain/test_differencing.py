"""Nobody who subtracts works a small count out: over areas, totals, measures and two editions. See attacker."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from portal.domain.areas import NOT_SURE
from portal.domain.figures import Event, Measure, Row, make_rows
from portal.domain.stages import Stage
from portal.domain.suppression import HIDDEN_BELOW, Hide, hide, hide_small
from tests.domain.attacker import NO_END, WAITING, Attacker, Cell

AREAS = ("east", "north", "south", "west")
PARTS = (*AREAS, NOT_SURE)
PROMISED = {Measure.LATE: 0, Measure.KEPT: 1, Measure.KEPT_WITHOUT_NEWS: 2}
Measured = tuple[Measure, Stage | None]
Counts = Mapping[Measured, tuple[int, ...]]  # of each part, in the order of PARTS
IN, LEFT = (Measure.RECEIVED, None), (Measure.STAY, Stage.RECEIVED)
CHECK, KEPT, LATE = (Measure.STAY, Stage.REHUB_CHECK), (Measure.KEPT, None), (Measure.LATE, None)
# Two quarters each, of a size that a small portal has.
SMALL: Mapping[str, tuple[Counts, Counts]] = {
    "one small": (
        {IN: (4, 23, 31, 18, 15), LEFT: (4, 22, 30, 18, 14), CHECK: (2, 14, 16, 15, 12), KEPT: (9, 44, 51, 40, 30)},
        {IN: (6, 20, 29, 25, 14), LEFT: (6, 21, 28, 25, 14), CHECK: (3, 12, 15, 14, 11), LATE: (1, 10, 12, 11, 10)},
    ),
    "noughts": (
        {IN: (0, 0, 30, 41, 0), LEFT: (0, 0, 28, 40, 0), CHECK: (0, 0, 0, 20, 0), KEPT: (0, 0, 70, 80, 0)},
        {IN: (0, 1, 33, 12, 0), LEFT: (0, 1, 35, 11, 0), CHECK: (0, 0, 17, 13, 0), LATE: (0, 0, 0, 11, 0)},
    ),
    "eights and nines": (
        {IN: (8, 9, 40, 50, 60), LEFT: (9, 9, 39, 48, 60), CHECK: (9, 9, 9, 30, 40), KEPT: (9, 10, 70, 80, 90)},
        {IN: (9, 8, 40, 50, 60), LEFT: (8, 9, 40, 52, 60), CHECK: (8, 8, 40, 30, 40), LATE: (8, 8, 10, 10, 10)},
    ),
    "few asked, and many left later": (
        {IN: (8, 40, 41, 42, 43), CHECK: (0, 20, 21, 22, 23)},
        {IN: (9, 40, 41, 42, 43), CHECK: (16, 30, 31, 32, 33)},
    ),
}


def publish(counts: Counts, hide_parts: Hide) -> tuple[Row, ...]:
    events = {
        Event("", part, "promise", value=PROMISED[measure])
        if measure in PROMISED
        else Event("", part, measure.value, stage.value if stage else "", 3): number
        for (measure, stage), numbers in counts.items()
        for part, number in zip(PARTS, numbers, strict=True)
        if number
    }
    return make_rows(events, AREAS, hide_parts)


def tell_truth(quarter: str, counts: Counts) -> dict[Cell, int]:
    return {
        (quarter, *measured, part): number
        for measured, numbers in counts.items()
        for part, number in zip(PARTS, numbers, strict=True)
    }


def read_both(editions: tuple[Counts, Counts], hide_parts: Hide) -> tuple[Attacker, dict[Cell, int]]:
    attacker, truth = Attacker(PARTS), {}
    for quarter, counts in zip(("first", "second"), editions, strict=True):
        truth |= tell_truth(quarter, counts)
        attacker.read(quarter, publish(counts, hide_parts), truth)
    attacker.link(("first", "second"))
    return attacker, truth


def list_found(attacker: Attacker, truth: Mapping[Cell, int]) -> set[Cell]:
    """Return the small cells of which the attacker knows more than that they are small."""
    bounds, small = attacker.narrow(), {cell for cell, number in truth.items() if number < HIDDEN_BELOW}
    narrowed = {cell for cell in small if bounds[cell][0] > 0 or bounds[cell][1] < HIDDEN_BELOW - 1}
    return narrowed | (attacker.solve() & (small | {WAITING}))


@pytest.mark.parametrize("name", SMALL)
def test_nothing_small_can_be_worked_out_of_two_editions(name: str) -> None:
    attacker, truth = read_both(SMALL[name], hide)
    assert list_found(attacker, truth) == set()
    least, most = attacker.narrow()[WAITING]
    assert least == 0, "how few wait in the first stage"
    assert most > HIDDEN_BELOW


@pytest.mark.parametrize("name", SMALL)
def test_the_attacker_finds_something_where_only_small_counts_are_hidden(name: str) -> None:
    """The test above can fail."""
    attacker, truth = read_both(SMALL[name], hide_small)
    assert list_found(attacker, truth)


def test_the_attacker_solves_for_the_very_number_where_only_one_is_hidden() -> None:
    attacker, truth = read_both(SMALL["one small"], hide_small)
    cell: Cell = ("first", *IN, "east")
    assert cell in attacker.solve()
    assert attacker.narrow()[cell] == (truth[cell], truth[cell]) == (4, 4)


def test_the_attacker_finds_how_few_wait_once_it_is_told_how_many_left_the_first_stage() -> None:
    """The rule that leaves that number out is needed."""
    attacker, truth = read_both(SMALL["one small"], hide)
    assert WAITING not in attacker.solve()
    for quarter in ("first", "second"):
        left: dict[Cell, int] = {(quarter, *LEFT, part): 1 for part in PARTS}
        attacker.sums.append((left, sum(truth[cell] for cell in left)))
    assert WAITING in attacker.solve()


def test_the_attacker_learns_how_few_asked_once_it_is_told_how_many_left_a_stage_there() -> None:
    """The rule is needed that of an area no stay is told where it is not told how many asked."""
    attacker, truth = read_both(SMALL["few asked, and many left later"], hide)
    attacker.bounds["second", *CHECK, "east"] = (HIDDEN_BELOW, NO_END)
    assert ("first", *IN, "east") in list_found(attacker, truth)


@pytest.mark.parametrize("first", [0, 4, 9, 10, 27])
def test_no_small_count_of_one_measure_can_be_worked_out_whatever_the_numbers(first: int) -> None:
    """Thousands of small tables, made of what lies at the edges of the rules."""
    edges = (0, 1, 8, 9, 10, 11, 19, 20, 28)
    found = []
    for others in product(edges, repeat=3):
        counts: Counts = {IN: (first, *others, 0)}
        attacker, truth = Attacker(PARTS), tell_truth("", counts)
        attacker.read("", publish(counts, hide), truth)
        found += [(counts, cell) for cell in list_found(attacker, truth) if cell in truth]
    assert found == []
