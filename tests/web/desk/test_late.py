"""What is late: first what a supervisor looks at, then late promises, then days that passed without news."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.casework.desk import move_stage, record_check
from portal.casework.staff import NewStaff
from portal.domain.asks import Ask, AskedOf
from portal.domain.stages import Stage
from portal.store.staff import Role
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import Referred, StaffAccount, add_staff, refer
from tests.web.desk.visitor import Visitor


def set_silence(desk: DeskPortal, person: Referred, silence: int, days: int) -> None:
    """Have so many promises in a row passed without news, and the next in some days."""
    with desk.side.store.work() as work:
        on = desk.side.clock.today() + timedelta(days=days)
        work.cases.promise_all([(person.case, on, silence)])


def test_shows_supervised_late_and_silent_cases(
    at_desk: Visitor, desk: DeskPortal, public: PublicPortal, amira: Referred, ben: Referred
) -> None:
    sana = refer(public.side)
    set_silence(desk, amira, 1, 5)
    set_silence(desk, ben, 2, 5)
    set_silence(desk, sana, 0, -3)
    page = at_desk.get("/late").get_data(as_text=True)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == [
        "For your supervisor (1)",
        "Late (1)",
        "No news by the promised day (1)",
    ]
    assert page.index(ben.case.case_id) < page.index(sana.case.case_id) < page.index(amira.case.case_id)
    assert "1 case is for your supervisor to look at" in at_desk.read("/")


def test_says_when_nobody_waits(at_desk: Visitor, amira: Referred) -> None:
    assert "Every promise was kept with news" in at_desk.read("/late")


def test_shows_the_longest_silences_also_behind_many_other_cases(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.casework.inbox.LATER_LIMIT", 0)
    with desk.side.store.work() as work:
        work.cases.move(amira.case, stage=Stage.ENQUIRIES, since_on=amira.case.received_on, next_update_by=None)
    set_silence(desk, amira, 3, 80)
    assert "No news 3 times in a row" in at_desk.read("/late")


def test_says_whom_to_ask_before_the_day(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, ben: Referred, fay: StaffAccount
) -> None:
    today = desk.side.clock.today()
    record_check(desk.side, fay.signed_in, ben.case.case_id)
    move_stage(desk.side, fay.signed_in, ben.case.case_id, Stage.REHUB_CHECK, seen=Stage.RECEIVED)
    with desk.side.store.work() as work:
        for case in (amira.case, ben.case):
            ask = Ask(case.case_id, case.case_id, case.service_id, case.stage, today, today, AskedOf.SERVICE)
            work.asks.add_all([ask])
    words = at_desk.read("/")
    assert "News due soon" in words
    assert "Ask re:hub for news" in words


def test_shows_an_administrator_nothing(
    stranger: Visitor, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    set_silence(desk, amira, 2, 5)
    stranger.sign_in(add_staff(desk.side, NewStaff("ada@desk.invalid", "Ada", Role.ADMINISTRATOR)))
    assert amira.case.case_reference not in stranger.read("/late")
