"""re:hub's link: asked by mail, answered once, and whatever else is done with it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from portal.casework.answer_ask import AskPage, Standing, answer_ask, check_answer, open_typed, seal_typed, view_ask
from portal.casework.chase import ask_rehub_now, revoke_ask
from portal.casework.desk import move_stage, read_case
from portal.casework.follow import view_page
from portal.casework.notify import make_row
from portal.casework.rehub_sources import Way
from portal.casework.take_updates import Outcome, read_proof
from portal.domain.case import EntryKind
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.notices import Handed, NoticeAuthor, NoticeState, Reason
from portal.domain.rehub_answer import RehubAnswer
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor
from portal.holders import Role
from portal.store.tables import ask as ask_table
from portal.vault.randomness import random_id
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, find_case, open_page
from tests.casework.rehub_link import MAILBOX, Asker, hand_to_rehub, start_asker

TODAY = date(2026, 11, 23)
NEWS = RehubAnswer(Stage.REHUB_CHECK, TODAY, date(2026, 12, 4), WaitingFor.PRISON)


@pytest.fixture
def asker(portal_data: PortalData, clock: MovableClock, desk: DeskPortal) -> Iterator[Asker]:
    """Give a worker that has a mailbox to write to; wired after the desk, so that every service is known."""
    assert desk
    with start_asker(portal_data, clock) as asker:
        yield asker


@pytest.fixture
def held(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, whose case re:hub holds."""
    return hand_to_rehub(desk, fay, amira)


@pytest.fixture
def asking_desk(portal_data: PortalData, desk: DeskPortal) -> DeskPortal:
    """The desk of a portal that has a mailbox to write to."""
    assert portal_data.settings(Role.DESK, PORTAL_REHUB_MAILBOX=MAILBOX).rehub_mailbox
    object.__setattr__(desk.side, "has_rehub_mailbox", True)
    return desk


def stage_of(public: PublicPortal, person: Referred) -> Stage:
    """Return the stage a case is in now."""
    return find_case(public.side.store, person.receipt.case_reference).stage


def count_updates(public: PublicPortal, person: Referred) -> int:
    """Return how many updates the person sees."""
    return len(view_page(public.side, open_page(public.side, person)).updates)


def test_the_mail_holds_the_reference_and_the_link_and_nothing_of_the_person(asker: Asker, held: Referred) -> None:
    link = asker.ask(held)
    (mail,) = asker.mailbox.mails
    rest = mail.words.body.replace(link, "").replace(held.receipt.case_reference, "")
    assert mail.addresses == (MAILBOX,)
    assert held.receipt.case_reference in mail.words.subject
    assert "14 December 2026" in mail.words.body
    assert f"/rehub/{link}" in mail.words.body
    assert not [word for word in ("Amira", "Leeds", held.case.case_id, held.code) if word in rest]


def test_an_answer_moves_the_case_and_the_person_sees_it_at_once(
    public: PublicPortal, asker: Asker, held: Referred
) -> None:
    link = asker.ask(held)
    page = view_ask(public.side, link)
    assert (page.standing, page.case_reference) == (Standing.OPEN, held.receipt.case_reference)
    assert page.stages == (Stage.REHUB_CHECK, Stage.APPROVAL_BOARD, Stage.ASKING_THEM)
    told = RehubAnswer(Stage.APPROVAL_BOARD, TODAY, date(2026, 12, 4), WaitingFor.PANEL)
    after = answer_ask(public.side, link, told)
    newest = view_page(public.side, open_page(public.side, held)).updates[0]
    assert (after.standing, after.outcome) == (Standing.ANSWERED, Outcome.APPLIED)
    assert (newest.stage, newest.source, newest.waiting_for) == (Stage.APPROVAL_BOARD, "rehub", WaitingFor.PANEL)
    assert newest.expected_by == date(2026, 12, 4)


def test_looking_at_a_link_changes_nothing_however_often(public: PublicPortal, asker: Asker, held: Referred) -> None:
    link = asker.ask(held)
    first = view_ask(public.side, link)
    for _ in range(5):
        assert view_ask(public.side, link) == first
        check_answer(public.side, link, {"stage": "rehub_check", "happened_on": "2026-11-23"})
    assert count_updates(public, held) == 2
    assert answer_ask(public.side, link, NEWS).standing is Standing.ANSWERED


def test_a_link_is_used_once(public: PublicPortal, asker: Asker, held: Referred) -> None:
    link = asker.ask(held)
    answer_ask(public.side, link, NEWS)
    again = answer_ask(public.side, link, RehubAnswer(Stage.ASKING_THEM, TODAY))
    assert again == AskPage(Standing.ANSWERED, outcome=Outcome.APPLIED)
    assert stage_of(public, held) is Stage.REHUB_CHECK
    assert count_updates(public, held) == 3


def test_many_who_answer_at_the_same_moment_are_one(public: PublicPortal, asker: Asker, held: Referred) -> None:
    link = asker.ask(held)
    stages = (Stage.APPROVAL_BOARD, Stage.ASKING_THEM)
    answers = run_at_once(8, lambda number: answer_ask(public.side, link, RehubAnswer(stages[number % 2], TODAY)))
    assert {(page.standing, page.outcome) for page in answers} == {(Standing.ANSWERED, Outcome.APPLIED)}
    assert count_updates(public, held) == 3
    assert asker.deliver() == 1  # one echo


def test_what_was_told_is_repeated_to_the_mailbox(public: PublicPortal, asker: Asker, held: Referred) -> None:
    answer_ask(public.side, asker.ask(held), NEWS)
    assert asker.deliver() == 1
    echo = asker.mailbox.mails[-1]
    assert echo.addresses == (MAILBOX,)
    for said in (held.receipt.case_reference, "With re:hub", "The prison", "4 December 2026", "23 November 2026"):
        assert said in echo.words.body
    assert "/rehub/" not in echo.words.body
    assert "Amira" not in echo.words.body


def test_the_proof_says_that_it_came_by_the_link_and_for_which_ask(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, asker: Asker, held: Referred
) -> None:
    answer_ask(public.side, asker.ask(held), NEWS)
    opened = read_case(desk.side, fay.signed_in, held.case.case_id).opened
    body = opened.list_of(EntryKind.REHUB_PROOF)[0].body
    with desk.side.store.look() as work:
        (ask,) = work.asks.list_of_case(held.case.case_id)
    proof = read_proof(body)
    assert (proof.way, body["ask_id"]) == (Way.LINK, ask.ask_id)
    assert (proof.data["stage"], proof.data["waiting_for"]) == ("rehub_check", "prison")


def test_a_link_works_for_21_days_and_not_a_day_longer(
    public: PublicPortal, clock: MovableClock, asker: Asker, held: Referred
) -> None:
    link = asker.ask(held)
    clock.move(days=21)
    assert view_ask(public.side, link).standing is Standing.OPEN
    clock.move(days=1)
    assert answer_ask(public.side, link, NEWS) == AskPage(Standing.EXPIRED)
    with public.side.store.work() as work:
        ask = work.asks.list_of_case(held.case.case_id)[0]
        work.asks.give_link(ask.ask_id, ask.link_hash or b"", clock.today() + timedelta(days=9))
    assert answer_ask(public.side, link, NEWS).standing is Standing.EXPIRED
    assert count_updates(public, held) == 2


def test_a_link_is_over_once_the_stage_moved_on(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, asker: Asker, held: Referred
) -> None:
    link = asker.ask(held)
    move_stage(desk.side, fay.signed_in, held.case.case_id, Stage.APPROVAL_BOARD, seen=Stage.REHUB_CHECK)
    assert answer_ask(public.side, link, NEWS) == AskPage(Standing.OVER)
    assert stage_of(public, held) is Stage.APPROVAL_BOARD


def test_the_desk_turns_a_link_off(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, rita: StaffAccount, asker: Asker, held: Referred
) -> None:
    link = asker.ask(held)
    with desk.side.store.look() as work:
        (ask,) = work.asks.list_of_case(held.case.case_id)
    with pytest.raises(NotFound):
        revoke_ask(desk.side, rita.signed_in, held.case.case_id, ask.ask_id)
    assert view_ask(public.side, link).standing is Standing.OPEN
    assert revoke_ask(desk.side, fay.signed_in, held.case.case_id, ask.ask_id)
    assert not revoke_ask(desk.side, fay.signed_in, held.case.case_id, ask.ask_id)
    assert answer_ask(public.side, link, NEWS) == AskPage(Standing.REVOKED)
    assert count_updates(public, held) == 2


def test_nobody_turns_off_an_ask_of_another_case(
    desk: DeskPortal, fay: StaffAccount, asker: Asker, held: Referred, ben: Referred
) -> None:
    asker.ask(held)
    with desk.side.store.look() as work:
        (ask,) = work.asks.list_of_case(held.case.case_id)
    assert not revoke_ask(desk.side, fay.signed_in, ben.case.case_id, ask.ask_id)


def test_an_ask_turned_to_another_case_turns_no_link(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, asker: Asker, held: Referred, ben: Referred
) -> None:
    link = asker.ask(held)
    bens = hand_to_rehub(desk, fay, ben)
    with public.side.store.work() as work:
        work.connection.execute(update(ask_table).values(case_id=bens.case.case_id))
    assert answer_ask(public.side, link, NEWS) == AskPage(Standing.UNKNOWN)
    assert count_updates(public, ben) == 2


def test_what_was_typed_comes_back_for_its_own_link_only(
    public: PublicPortal, clock: MovableClock, asker: Asker, held: Referred
) -> None:
    first = asker.ask(held)
    clock.move(days=1)
    second = asker.ask(held, due_on=clock.today())
    sealed = seal_typed(public.side, first, {"stage": "rehub_check", "other": "x", "happened_on": "y" * 90})
    assert open_typed(public.side, first, sealed) == {"stage": "rehub_check", "happened_on": "y" * 40}
    assert open_typed(public.side, second, sealed) == {}
    assert open_typed(public.side, first, sealed[:-2]) == {}
    assert open_typed(public.side, "garbage", sealed) == {}


def test_a_mail_that_did_not_leave_leaves_later_with_a_link_of_its_own(
    public: PublicPortal, clock: MovableClock, asker: Asker, held: Referred
) -> None:
    asker.mailbox.says = [Handed.NOT_NOW]
    with pytest.raises(IndexError):
        asker.ask(held)
    with public.side.store.look() as work:
        first = work.asks.list_of_case(held.case.case_id)[0].link_hash
    clock.move(minutes=2)
    assert asker.deliver() == 1
    with public.side.store.look() as work:
        assert work.asks.list_of_case(held.case.case_id)[0].link_hash != first
    assert view_ask(public.side, asker.links[-1]).standing is Standing.OPEN


def test_a_mail_to_rehub_is_no_notice_to_the_person(public: PublicPortal, asker: Asker, held: Referred) -> None:
    asker.ask(held)
    with public.side.store.look() as work:
        (row,) = work.outbox.list_of_asks(held.case.case_id)
        assert row.state is NoticeState.SENT
        standing = work.notice_standings.list_of([held.case.case_id], TODAY)[held.case.case_id]
        assert not standing.has_gone_out
        assert not standing.has_waiting
        assert work.outbox.find_last_until(held.case.case_id) is None


def test_the_desk_asks_now_and_is_not_heard_twice(
    public: PublicPortal, asking_desk: DeskPortal, fay: StaffAccount, asker: Asker, held: Referred
) -> None:
    assert ask_rehub_now(asking_desk.side, fay.signed_in, held.case.case_id)
    assert not ask_rehub_now(asking_desk.side, fay.signed_in, held.case.case_id)
    assert asker.deliver() == 1
    assert not ask_rehub_now(asking_desk.side, fay.signed_in, held.case.case_id)
    assert answer_ask(public.side, asker.links[-1], NEWS).outcome is Outcome.APPLIED


def test_the_desk_asks_again_after_an_answer_and_both_asks_are_kept(
    public: PublicPortal, asking_desk: DeskPortal, fay: StaffAccount, clock: MovableClock, asker: Asker, held: Referred
) -> None:
    answer_ask(public.side, asker.ask(held), NEWS)
    clock.move(days=1)
    assert ask_rehub_now(asking_desk.side, fay.signed_in, held.case.case_id)
    assert asker.deliver() == 2  # the echo too
    with public.side.store.look() as work:
        assert len(work.asks.list_of_case(held.case.case_id)) == 2
    assert view_ask(public.side, asker.links[-1]).standing is Standing.OPEN


def test_the_desk_asks_only_where_rehub_holds_the_case_and_has_a_mailbox(
    desk: DeskPortal, asking_desk: DeskPortal, fay: StaffAccount, ben: Referred, held: Referred
) -> None:
    with pytest.raises(NotAllowed):
        ask_rehub_now(asking_desk.side, fay.signed_in, ben.case.case_id)
    object.__setattr__(desk.side, "has_rehub_mailbox", False)
    with pytest.raises(NotAllowed):
        ask_rehub_now(desk.side, fay.signed_in, held.case.case_id)


def test_the_public_site_can_have_no_link_made(public: PublicPortal, asker: Asker, held: Referred) -> None:
    ask_id, made_at = random_id(), public.side.clock.now().isoformat()
    body = {"event": "rehub_chaser", "case_id": held.case.case_id, "ask_id": ask_id, "made_at": made_at}
    with public.side.store.work() as work:
        service = public.side.trust(work.services.get(held.case.service_id))
        author = (NoticeAuthor.SITE, public.side.site_key)
        work.outbox.add(replace(make_row(service, held.case.case_id, body, author, random_id()), ask_id=ask_id))
    assert asker.deliver() == 0
    with public.side.store.look() as work:
        (row,) = work.outbox.list_of_asks(held.case.case_id)
        assert (row.state, row.failure) == (NoticeState.FAILED, Reason.NOT_VERIFIED)
        assert work.asks.list_of_case(held.case.case_id) == []
