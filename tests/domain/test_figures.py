"""What is published of a quarter's counts, against sums done by hand; quarters, weeks and medians."""

from datetime import date

import pytest

from portal.domain.areas import NOT_SURE
from portal.domain.figures import (
    EVERYWHERE,
    Edition,
    Event,
    Kept,
    Measure,
    Row,
    count_weeks,
    edition_as_body,
    edition_from_body,
    make_rows,
    weeks_within,
)
from portal.domain.quarters import Quarter, find_quarter, quarter_of
from portal.domain.stages import Stage
from portal.domain.suppression import hide, hide_small, round_count

Q4 = "2026-Q4"
AREAS = ("north", "south", "east", "west")


def received(area: str, number: int) -> dict[Event, int]:
    return {Event(Q4, area, "received"): number}


def stays(area: str, stage: Stage, by_weeks: dict[int, int]) -> dict[Event, int]:
    return {Event(Q4, area, "stay", stage.value, weeks): number for weeks, number in by_weeks.items()}


def promises(area: str, kept: Kept, number: int) -> dict[Event, int]:
    return {Event(Q4, area, "promise", value=kept.value): number}


@pytest.mark.parametrize(
    ("day", "text"),
    [("2026-01-01", "2026-Q1"), ("2026-03-31", "2026-Q1"), ("2026-04-01", "2026-Q2"), ("2026-12-31", "2026-Q4")],
)
def test_a_day_lies_in_a_quarter(day: str, text: str) -> None:
    quarter = quarter_of(date.fromisoformat(day))
    assert str(quarter) == text
    assert find_quarter(text) == quarter
    assert quarter.first_on <= date.fromisoformat(day) <= quarter.last_on


def test_quarters_follow_each_other_without_a_gap() -> None:
    quarter = Quarter(2026, 4)
    assert (quarter.first_on, quarter.last_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter.next == Quarter(2027, 1) > quarter


@pytest.mark.parametrize(
    "text", ["", "2026-Q5", "2026-Q0", "26-Q1", "2026-q1", "0000-Q1", "9999-Q4", "２０２６-Q1", "2026-Q1 "]
)
def test_what_is_no_quarter_is_not_taken_for_one(text: str) -> None:
    assert find_quarter(text) is None


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (-3, 1), (40_000, 520)])
def test_a_stay_is_counted_in_weeks_within_which_it_was_over(days: int, weeks: int) -> None:
    assert count_weeks(date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + days)) == weeks


@pytest.mark.parametrize(
    ("by_weeks", "half", "nine_tenths"),
    [
        ({3: 1}, 3, 3),
        ({1: 5, 2: 5}, 1, 2),  # the fifth of ten was over within 1 week; the ninth within 2
        ({1: 4, 2: 6}, 2, 2),
        ({1: 1, 2: 1, 3: 1, 10: 1}, 2, 10),
        ({2: 89, 20: 11}, 2, 20),
        ({2: 90, 20: 10}, 2, 2),
    ],
)
def test_half_and_nine_tenths_were_over_within_so_many_weeks(
    by_weeks: dict[int, int], half: int, nine_tenths: int
) -> None:
    assert (weeks_within(by_weeks, 50), weeks_within(by_weeks, 90)) == (half, nine_tenths)


@pytest.mark.parametrize(("number", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (102, 100)])
def test_a_count_is_shown_to_the_nearest_five(number: int, shown: int) -> None:
    assert round_count(number) == shown


def test_nought_is_as_small_as_nine() -> None:
    assert hide_small({"a": 0, "b": 9, "c": 10}) == {"a", "b"}


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 10, "b": 20}, set()),
        # one small part alone would be the total less the others; with b, 27 are left and a may be 0 to 9
        ({"a": 4, "b": 23, "c": 50}, {"a", "b"}),
        # 16 left for a and b would make b 10 to 16 and a 0 to 6: c goes too, and 44 are left
        ({"a": 4, "b": 12, "c": 28, "d": 50}, {"a", "b", "c"}),
        # two small ones hide each other when 9 to 9 are left
        ({"a": 4, "b": 5, "c": 50}, {"a", "b"}),
        # 8 are left: neither can be 9
        ({"a": 4, "b": 4, "c": 50}, {"a", "b", "c"}),
        # 17 are left: neither can be less than 8
        ({"a": 8, "b": 9, "c": 50, "d": 60}, {"a", "b", "c"}),
        # nought everywhere else would be known as nought
        ({"a": 0, "b": 0, "c": 50, "d": 60}, {"a", "b", "c"}),
        ({"a": 3, "b": 11}, {"a", "b"}),
    ],
)
def test_what_would_give_a_small_part_away_is_not_shown(counts: dict[str, int], hidden: set[str]) -> None:
    assert hide(counts) == hidden


def test_a_quarter_matches_a_calculation_by_hand() -> None:
    counts = {
        **received("north", 31),
        **received("south", 32),
        **received("east", 4),
        **stays("north", Stage.REHUB_CHECK, {6: 30, 12: 40, 30: 20}),
        **stays("south", Stage.REHUB_CHECK, {9: 25}),
        **promises("north", Kept.WITH_NEWS, 62),
        **promises("north", Kept.LATE, 3),
    }
    rows = make_rows(counts, AREAS)
    # received: 67 in all. East, west and "not sure" are small and have 4 together, fewer than 9: the next larger one is
    # hidden too, north, and 35 are left, enough for 9 and 10
    received_rows = [Row(Measure.RECEIVED, None, EVERYWHERE, 65), Row(Measure.RECEIVED, None, "south", 30)]
    assert [row for row in rows if row.measure is Measure.RECEIVED] == received_rows
    # re:hub: 115 stays. In order 6 (30), 9 (55), 12 (95), 30 (115): the 58th took 12 weeks, the 104th 30. South's 25
    # hide that east, west and "not sure" had none, and north is not shown, since how many asked there is not
    stay = [row for row in rows if row.stage is Stage.REHUB_CHECK]
    assert stay == [Row(Measure.STAY, Stage.REHUB_CHECK, EVERYWHERE, 115, 12, 30)]
    # promises: 62 kept, all of them north's, and so not said whose; 3 late are too few for anything
    assert [row for row in rows if row.measure is Measure.KEPT] == [Row(Measure.KEPT, None, EVERYWHERE, 60)]
    assert [row for row in rows if row.measure is Measure.LATE] == [Row(Measure.LATE, None, EVERYWHERE, None)]


def test_an_area_is_told_its_own_middle_time_and_not_how_many() -> None:
    """Many who left a stage would tell that those who asked earlier, and were too few to be shown, were not so few."""
    asked = {**received("north", 41), **received("south", 32), **received("east", 33), **received("west", 34)}
    of_north = stays("north", Stage.REHUB_CHECK, {6: 30, 12: 40, 30: 50})
    rows = make_rows({**asked, **of_north, **stays("south", Stage.REHUB_CHECK, {9: 20})}, AREAS)
    stay = [row for row in rows if row.stage is Stage.REHUB_CHECK]
    assert stay == [
        Row(Measure.STAY, Stage.REHUB_CHECK, EVERYWHERE, 140, 12, 30),
        Row(Measure.STAY, Stage.REHUB_CHECK, "north", None, 12),
    ]


@pytest.mark.parametrize(("number", "slowest"), [(99, None), (100, 5)])
def test_the_slowest_tenth_is_told_only_from_a_hundred(number: int, slowest: int | None) -> None:
    rows = make_rows(stays("north", Stage.ENQUIRIES, {5: number}), AREAS)
    assert [row.slowest_tenth_weeks for row in rows if row.stage is Stage.ENQUIRIES] == [slowest]


def test_how_many_left_the_first_stage_is_not_told_so_that_nobody_reckons_how_few_wait_in_it() -> None:
    rows = make_rows({**received("north", 40), **stays("north", Stage.RECEIVED, {1: 38})}, AREAS)
    told = next(row for row in rows if row.stage is Stage.RECEIVED)
    assert (told.number, told.median_weeks) == (None, 1)


def test_every_measure_has_a_line_and_nothing_counted_by_mistake_gets_one() -> None:
    rows = make_rows({Event(Q4, NOT_SURE, "stay", "closed", 3): 50, Event(Q4, "north", "other"): 50}, AREAS)
    assert len(rows) == 14
    assert {(row.area, row.number, row.median_weeks) for row in rows} == {(EVERYWHERE, None, None)}


def test_an_edition_is_read_as_it_was_written() -> None:
    rows = make_rows({**received("north", 60), **received("south", 70), **received("east", 80)}, AREAS)
    edition = Edition(Quarter(2026, 4), date(2027, 1, 2), is_trial=True, rows=rows)
    assert edition_from_body(edition_as_body(edition)) == edition
