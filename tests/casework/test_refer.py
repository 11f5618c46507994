"""Asking for restorative justice: nothing typed is lost, one referral however often sent, the code until it is kept."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.casework.refer import answer_step, erase_draft, open_draft, open_receipt, send_referral, start_draft
from portal.domain.errors import Expired, Forged, NotAllowed
from portal.domain.questions import FLOW, find_step
from portal.domain.stages import Stage
from portal.store.tables import case, case_entry, draft, link, receipt
from portal.wiring import PublicPortal
from tests.at_once import run_at_once
from tests.builders import (
    AMIRAS_PAGES,
    BENS_PAGES,
    RIVERSIDE,
    MovableClock,
    change_pages,
    fill_in,
    find_case,
    refer,
)

NAME, CONTACT = find_step("name"), find_step("contact")


def count_rows(public: PublicPortal) -> dict[str, int]:
    with public.side.store.look() as work:
        return {
            table.name: work.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (case, draft, receipt, link)
        }


def test_nothing_is_stored_until_the_first_page_is_answered(public: PublicPortal) -> None:
    ticket = start_draft()
    opened = open_draft(public.side, ticket)
    assert (opened.answers, opened.visited, opened.attempt) == ({}, frozenset(), None)
    assert count_rows(public)["draft"] == 0


def test_what_is_typed_is_kept_when_it_has_problems_and_gone_when_it_is_good(public: PublicPortal) -> None:
    assert NAME is not None
    ticket = start_draft()
    typed = {"name": ["x" * 81], "more": ["a", "b"]}
    _, parsed = answer_step(public.side, ticket, NAME, typed)
    assert [problem.question for problem in parsed.problems] == ["name"]
    again = open_draft(public.side, ticket)
    assert again.attempt is not None
    assert (again.attempt[0], dict(again.attempt[1])["name"]) == ("name", ["x" * 81])
    assert "name" not in again.answers
    assert NAME.slug not in again.visited
    answer_step(public.side, ticket, NAME, {"name": ["Amira"]})
    good = open_draft(public.side, ticket)
    assert (good.attempt, good.answers, good.visited) == (None, {"name": ("Amira",)}, {"name"})


def test_a_problem_leaves_the_answer_that_was_there(public: PublicPortal) -> None:
    assert NAME is not None
    ticket = start_draft()
    answer_step(public.side, ticket, NAME, {"name": ["Amira"]})
    answer_step(public.side, ticket, NAME, {"name": [""]})
    assert open_draft(public.side, ticket).answers == {"name": ("Amira",)}


def test_the_code_is_the_same_from_the_first_page_to_the_receipt(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    code = open_draft(public.side, ticket).access_code
    assert open_draft(public.side, ticket).access_code == code
    assert send_referral(public.side, ticket, "en").access_code == code


def test_a_double_press_on_the_first_page_loses_nothing(public: PublicPortal) -> None:
    ticket = start_draft()
    run_at_once(4, lambda _: answer_step(public.side, ticket, FLOW[0], {"who_for": ["me"]}))
    assert open_draft(public.side, ticket).answers == {"who_for": ("me",)}


def test_another_browser_cannot_open_the_draft(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    with pytest.raises(Forged):
        open_draft(public.side, replace(ticket, seed=b"o" * 32))


def test_nothing_is_sent_while_any_page_was_not_seen(public: PublicPortal) -> None:
    way = [step for step in FLOW if step.slug in AMIRAS_PAGES]
    assert len(way) == len(FLOW) - 4  # the choice between areas, and the three pages of a sender
    for left_out in way:
        ticket = start_draft()
        for step in way:
            if step is not left_out:
                answer_step(public.side, ticket, step, AMIRAS_PAGES[step.slug])
        with pytest.raises(NotAllowed):
            send_referral(public.side, ticket, "en")
        assert open_draft(public.side, ticket).answers, left_out.slug
    assert count_rows(public)["case"] == 0


def test_a_sent_referral_is_a_case_a_link_and_a_receipt_and_no_draft(public: PublicPortal, clock: MovableClock) -> None:
    sent = refer(public.side, AMIRAS_PAGES, "ar")
    assert count_rows(public) == {"case": 1, "draft": 0, "receipt": 1, "link": 1}
    stored = find_case(public.side.store, sent.receipt.case_reference)
    assert (stored.area, stored.service_id, stored.stage) == ("west-yorkshire", "national", Stage.RECEIVED)
    assert (stored.received_on, stored.next_update_by) == (clock.today(), sent.receipt.next_update_by)
    assert (stored.checked_on, stored.last_opened_on) == (None, None)
    assert (sent.receipt.is_strict, sent.receipt.contact_method, sent.receipt.is_trial) == (False, "call", True)


def test_a_referral_goes_to_the_service_of_its_area(public: PublicPortal) -> None:
    sent = refer(public.side, change_pages(BENS_PAGES, where={"area": ["cumbria"]}))
    assert sent.case.service_id == RIVERSIDE
    assert (sent.receipt.service_name, sent.receipt.is_trial) == ("Riverside", False)


def test_twenty_presses_at_once_send_one_referral_with_one_code(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    receipts = run_at_once(20, lambda _: send_referral(public.side, ticket, "en"))
    assert all(each == receipts[0] for each in receipts)
    assert count_rows(public) == {"case": 1, "draft": 0, "receipt": 1, "link": 1}
    with public.side.store.look() as work:
        assert work.connection.execute(select(func.count()).select_from(case_entry)).scalar_one() == 6


def test_a_lost_answer_is_given_again_the_same(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    first = send_referral(public.side, ticket, "en")
    assert send_referral(public.side, ticket, "en") == first
    assert open_receipt(public.side, ticket) == first


def test_a_sent_form_takes_no_more_answers(public: PublicPortal) -> None:
    assert NAME is not None
    sent = refer(public.side)
    with pytest.raises(Expired):
        answer_step(public.side, sent.ticket, NAME, {"name": ["Somebody else"]})
    assert count_rows(public)["draft"] == 0


def test_an_answer_that_races_with_sending_leaves_no_draft_behind(public: PublicPortal) -> None:
    assert NAME is not None
    ticket = fill_in(public.side, AMIRAS_PAGES)

    def press(number: int) -> str:
        if number == 0:
            return send_referral(public.side, ticket, "en").case_reference
        try:
            answer_step(public.side, ticket, NAME, {"name": ["Amira"]})
        except Expired:
            return "too late"
        return "in time"

    run_at_once(6, press)
    assert count_rows(public) == {"case": 1, "draft": 0, "receipt": 1, "link": 1}


def test_the_receipt_is_shown_for_thirty_minutes(public: PublicPortal, clock: MovableClock) -> None:
    sent = refer(public.side)
    clock.move(minutes=29, seconds=59)
    assert open_receipt(public.side, sent.ticket) == sent.receipt
    clock.move(seconds=1)
    assert open_receipt(public.side, sent.ticket) is None
    with pytest.raises(Expired):
        send_referral(public.side, sent.ticket, "en")
    assert count_rows(public)["case"] == 1


def test_a_kept_code_is_shown_no_more(public: PublicPortal) -> None:
    sent = refer(public.side)
    erase_draft(public.side, sent.ticket)
    assert open_receipt(public.side, sent.ticket) is None
    assert count_rows(public) == {"case": 1, "draft": 0, "receipt": 0, "link": 1}
    with pytest.raises(Expired):
        send_referral(public.side, sent.ticket, "en")


def test_leaving_erases_what_was_not_sent(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    erase_draft(public.side, ticket)
    assert count_rows(public) == {"case": 0, "draft": 0, "receipt": 0, "link": 0}
    assert open_draft(public.side, ticket).answers == {}


def test_neither_the_code_nor_a_word_is_in_what_is_printed(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    shown = repr(open_draft(public.side, ticket)) + repr(ticket)
    sent = send_referral(public.side, ticket, "en")
    shown += repr(sent) + repr(public.side)
    assert sent.access_code.digits not in shown
    assert sent.link not in shown
    assert "Amira" not in shown
