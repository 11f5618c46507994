"""Promises and asks: once for each promise, what became of each, and which cases are due, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.dialects import sqlite

from portal.domain.asks import Ask, AskedOf, AskState, How, Promise
from portal.domain.case import Case
from portal.domain.stages import Stage
from portal.store import tables
from portal.store.cases import Due, write_due
from portal.store.work import Store
from tests.store.rows import add_case, make_case

DUE = date(2026, 3, 4)
OPEN = frozenset(Stage)


def make_ask(case: Case, number: int = 1, due_on: date = DUE, of: AskedOf = AskedOf.REHUB) -> Ask:
    """Return an ask about a case."""
    asked_on = due_on - timedelta(days=3)
    return Ask(f"{number:032}", case.case_id, case.service_id, Stage.REHUB_CHECK, asked_on, due_on, of)


def add_several(store: Store, *days: date | None) -> list[Case]:
    """Store a case for each promised day."""
    made = (make_case(case_reference=f"RJ-{number:04}") for number, _ in enumerate(days))
    return [add_case(store, replace(each, next_update_by=day)) for each, day in zip(made, days, strict=True)]


def test_a_promise_is_asked_about_once(store: Store, case: Case) -> None:
    with store.work() as work:
        assert work.asks.add_all([make_ask(case)]) == [make_ask(case)]
        assert work.asks.add_all([make_ask(case, 2), make_ask(case, 3, DUE + timedelta(14))]) == [
            make_ask(case, 3, DUE + timedelta(14))
        ]
        assert work.asks.add_all([]) == []


def test_an_ask_is_settled_once(store: Store, case: Case) -> None:
    with store.work() as work:
        work.asks.add_all([make_ask(case)])
        assert work.asks.settle(make_ask(case).ask_id, AskState.ANSWERED, DUE)
        assert not work.asks.settle(make_ask(case).ask_id, AskState.REVOKED, DUE)
        [ask] = work.promises.read_history(case.case_id).asks
    assert (ask.state, ask.settled_on) == (AskState.ANSWERED, DUE)


def test_an_answer_ends_what_was_asked_of_whoever_answers(store: Store, case: Case) -> None:
    with store.work() as work:
        work.asks.add_all([make_ask(case), make_ask(case, 2, DUE + timedelta(14), AskedOf.SERVICE)])
        assert [each.ask_id for each in work.asks.list_open(case.service_id, AskedOf.SERVICE)] == [f"{2:032}"]
        assert work.asks.answer(case.case_id, AskedOf.REHUB, DUE) == 1
        work.asks.pass_over([case.case_id], AskedOf.SERVICE, DUE)
        states = {each.of: each.state for each in work.promises.read_history(case.case_id).asks}
    assert states == {AskedOf.REHUB: AskState.ANSWERED, AskedOf.SERVICE: AskState.OVER}


def test_an_ask_is_found_by_the_link_that_was_sent(store: Store, case: Case) -> None:
    with store.work() as work:
        work.asks.add_all([make_ask(case)])
        work.asks.give_link(make_ask(case).ask_id, b"hash", DUE + timedelta(21))
        found = work.asks.find_by_link(b"hash")
        assert found is not None
        assert (found.case_id, found.until_on) == (case.case_id, DUE + timedelta(21))
        assert work.asks.find_by_link(b"other") is None


def test_what_became_of_a_promise_is_kept_newest_first(store: Store, case: Case) -> None:
    first = Promise(case.case_id, DUE, DUE, How.NO_NEWS, 1)
    second = Promise(case.case_id, DUE + timedelta(14), DUE + timedelta(16), How.UPDATE)
    with store.work() as work:
        work.promises.keep_all([first, Promise(case.case_id, DUE + timedelta(14), DUE, How.NO_NEWS, 2)])
        work.promises.keep(second)
        work.promises.keep_all([])
        assert work.promises.read_history(case.case_id).promises == (second, first)
    assert (first.days_late, second.days_late) == (0, 2)


def test_years_of_promises_are_all_there(store: Store, case: Case) -> None:
    """What somebody was told once goes from their page with nothing that comes after it."""
    days = [DUE + timedelta(weeks=week) for week in range(4 * 52)]
    with store.work() as work:
        work.promises.keep_all([Promise(case.case_id, day, day, How.NO_NEWS, 1) for day in days])
        work.asks.add_all([make_ask(case, number, day) for number, day in enumerate(days)])
        history = work.promises.read_history(case.case_id)
    assert ([each.due_on for each in history.promises], len(history.asks)) == (days[::-1], len(days))


def test_what_no_rule_knows_is_not_read(store: Store, case: Case) -> None:
    with store.work() as work:
        work.promises.keep(Promise(case.case_id, DUE, DUE, How.NO_NEWS, 1))
        work.asks.add_all([make_ask(case)])
        work.connection.exec_driver_sql("UPDATE promise SET how = 'other'")
        work.connection.exec_driver_sql("UPDATE ask SET state = 'other'")
        history = work.promises.read_history(case.case_id)
    assert (history.promises, history.asks) == ((), ())


def test_due_cases_come_page_by_page_the_earliest_first(store: Store) -> None:
    early, late, same, _never, _later = add_several(store, DUE, DUE + timedelta(1), DUE, None, DUE + timedelta(5))
    due = Due(DUE + timedelta(1), [early.service_id], OPEN)
    with store.look() as work:
        first = work.cases.list_due(due, limit=2)
        assert {each.case_id for each in first} == {early.case_id, same.case_id}
        assert work.cases.list_due(due, after=first[-1], limit=2) == [late]
        assert work.cases.list_due(due, after=late) == []


def test_who_was_asked_is_due_no_more_for_asking(store: Store) -> None:
    one, other = add_several(store, DUE, DUE)
    due = Due(DUE, [one.service_id], OPEN, is_unasked=True)
    with store.work() as work:
        work.asks.add_all([make_ask(one), make_ask(other, 2, DUE - timedelta(14))])
        assert work.cases.list_due(due) == [other]
        assert work.cases.hold_due(due, [one.case_id, other.case_id]) == [other]


def test_a_case_that_another_worker_holds_is_passed_over(store: Store, database_url: str) -> None:
    one, other = add_several(store, DUE, DUE)
    due = Due(DUE, [one.service_id], OPEN)
    with store.work() as work:
        assert work.cases.hold_due(due, [one.case_id]) == [one]
        if database_url.startswith("postgresql"):  # SQLite has one writer at a time
            with store.work() as second:
                assert second.cases.hold_due(due, [one.case_id, other.case_id]) == [other]


def test_a_stage_that_no_rule_knows_stops_nobody_else(store: Store) -> None:
    one, other = add_several(store, DUE, DUE)
    with store.work() as work:
        unknown = update(tables.case).where(tables.case.c.case_id == one.case_id).values(stage="unknown")
        work.connection.execute(unknown)
        assert work.cases.list_due(Due(DUE, [one.service_id], OPEN)) == [other]


def test_the_longest_silence_comes_first_and_news_end_it(store: Store) -> None:
    one, other, _quiet = add_several(store, DUE, DUE, DUE)
    with store.work() as work:
        work.cases.promise_all([(one, DUE, 1), (other, DUE + timedelta(7), 3)])
        assert [each.silence for each in work.cases.list_silent(one.service_id)] == [3, 1]
        assert work.cases.hear(other.case_id) == DUE + timedelta(7)
        assert [each.case_id for each in work.cases.list_silent(one.service_id)] == [one.case_id]
        assert work.cases.hear("no such case") is None


def test_due_cases_are_found_by_an_index(store: Store, case: Case, database_url: str) -> None:
    if database_url.startswith("postgresql"):
        return  # it chooses by size; the sizes are measured in the bench
    due = Due(DUE, [case.service_id], OPEN, is_unasked=True)
    query = write_due(due, case).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with store.look() as work:
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")
        lines = " ".join(row[-1] for row in plan)
    assert "ix_case_promised" in lines
    assert "ix_ask_promise" in lines
    assert "TEMP B-TREE" not in lines
