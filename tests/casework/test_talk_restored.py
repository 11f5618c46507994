"""A talk in a backup that was restored: it is open again, what is held waits again, and the person answers anew."""

from __future__ import annotations

import pytest

from portal.casework.answer_talk import answer_talk
from portal.domain.case import RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.stages import Stage
from portal.domain.talks import Ground
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import Referred, StaffAccount, open_page
from tests.casework.talking import BAD, Talking
from tests.casework.test_backup import Machine, go_round, machine

__all__ = ["machine"]  # the fixture
HERE, LATER = RequestKind.TALK_HERE, RequestKind.TALK_LATER


def test_an_answer_from_before_a_restore_counts_for_nothing(
    machine: Machine, public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """It may have been taken back since: here it was. A new one counts, and the hold goes with the case."""
    talking = Talking(desk, public, fay, amira).begin()
    talking.hold(BAD)
    answer_talk(public.side, open_page(public.side, amira), HERE)
    file = machine.back_up()
    answer_talk(public.side, open_page(public.side, amira), LATER)
    machine.work(go_round)
    machine.lose_database(public, desk)
    machine.restore(file)
    page = talking.page()
    assert page.talk is not None
    assert page.talk.answer is None
    with pytest.raises(NotAllowed):
        talking.end(Ground.CHOSEN)
    answer_talk(public.side, open_page(public.side, amira), HERE)
    assert talking.end(Ground.CHOSEN)
    assert talking.page().stage is Stage.NOT_GOING_AHEAD
    with public.side.store.work() as work:
        assert work.holds.find_answers_held(amira.case.case_id)
        work.erasing.erase_anyhow(amira.case.case_id)
    with public.side.store.look() as work:
        assert not work.holds.find_answers_held(amira.case.case_id)
