"""The whole job of each process, its database user a member of its own role and of nothing else (PostgreSQL)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.casework import desk as at_desk
from portal.casework import follow
from portal.casework.answer_ask import answer_ask
from portal.casework.answer_talk import answer_talk
from portal.casework.ask import ask, view_question, view_shut
from portal.casework.chase import ask_rehub_now, revoke_ask
from portal.casework.contact_cards import Proof
from portal.casework.deliver import deliver, look_after
from portal.casework.desk_beside import put_beside
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.desk_readiness import is_desk_ready
from portal.casework.desk_rehub import read_rehub
from portal.casework.desk_requests import close_withdrawn, lift_lock
from portal.casework.erase import Rounds
from portal.casework.freeze import freeze_figures
from portal.casework.inbox import list_inbox
from portal.casework.keep_promises import keep_promises
from portal.casework.new_code import make_new_code
from portal.casework.pins import change_pin
from portal.casework.readiness import is_ready, is_trial_copy
from portal.casework.refer import erase_draft, open_draft, open_receipt
from portal.casework.rehub_sources import verify_request
from portal.casework.save_form import come_back, delete_form, save_form
from portal.casework.sign_in import find_signed_in, sign_in, sign_out
from portal.casework.take_delivery import take_delivery
from portal.casework.take_updates import Outcome, RehubUpdate, take_update
from portal.casework.tidy import tidy
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.casework.undo_update import undo_update
from portal.casework.visits import end_visit, has_ended, make_session_id
from portal.casework.work import PublicSide
from portal.domain.case import RequestKind
from portal.domain.errors import Expired
from portal.domain.notices import Delivery
from portal.domain.rehub_answer import RehubAnswer
from portal.domain.retention import Keep
from portal.domain.stages import Beside, Stage
from portal.domain.talks import Ground
from portal.holders import Role
from portal.journal import NEW_KEYS
from portal.store.grants import DESK, PUBLIC, WORKER
from portal.vault.webhooks import sign_webhook
from portal.wiring import DeskPortal, PublicPortal, wire_desk, wire_public, wire_worker
from tests.builders import (
    AMIRAS_PAGES,
    MONDAY,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    fill_in,
    open_page,
    prepare_portal_data,
    refer,
)
from tests.casework.rehub_link import MAILBOX, hand_to_rehub, make_asker
from tests.casework.talking import BAD, Talking
from tests.databases import run_alone
from tests.new_codes import begin, issue, renew


@dataclass(frozen=True, slots=True)
class Users:
    """A database user for each role."""

    url: str
    names: dict[str, str]

    def url_of(self, role: str) -> str:
        """Return the database's address for the user of a role."""
        return self.url.replace("//portal@", f"//{self.names[role]}@")


@pytest.fixture
def portal_data(tmp_path: Path, postgres_database_url: str) -> PortalData:
    """Give a data folder over PostgreSQL, made by the user who migrates."""
    return prepare_portal_data(tmp_path / "var", postgres_database_url)


@pytest.fixture
def users(postgres_database_url: str) -> Iterator[Users]:
    """Give the three users."""
    made = Users(postgres_database_url, {role: f"user_{secrets.token_hex(6)}" for role in (PUBLIC, DESK, WORKER)})
    run_alone(made.url, *(f"CREATE ROLE {name} LOGIN IN ROLE {role}" for role, name in made.names.items()))
    yield made
    run_alone(made.url, *(f"DROP ROLE {name}" for name in made.names.values()))


@pytest.fixture
def site(portal_data: PortalData, users: Users, clock: MovableClock) -> Iterator[PublicPortal]:
    """Give the public site as its own user."""
    portal = wire_public(portal_data.settings(Role.PUBLIC, PORTAL_DATABASE_URL=users.url_of(PUBLIC)), clock)
    yield portal
    portal.side.store.close()


@pytest.fixture
def office(portal_data: PortalData, users: Users, clock: MovableClock) -> Iterator[DeskPortal]:
    """Give the desk as its own user."""
    portal = wire_desk(portal_data.settings(Role.DESK, PORTAL_DATABASE_URL=users.url_of(DESK)), clock)
    yield portal
    portal.side.store.close()


def send_update(side: PublicSide, reference: str, stage: Stage, happened_on: datetime) -> Outcome:
    """Send one signed update as re:hub does, twice; return what became of it."""
    raw = json.dumps({"data": {}}).encode()
    signed = verify_request(side, raw, sign_webhook(side.rehub_secret, raw, datetime.now(UTC)))
    update = RehubUpdate(reference, stage, happened_on.date())
    taken = take_update(side, signed, update)
    assert take_update(side, signed, update).is_repeat
    return taken.outcome


def test_the_public_site_does_its_whole_job_as_its_own_user(
    portal_data: PortalData, site: PublicPortal, clock: MovableClock
) -> None:
    """Refer, open, write, ask, hear of re:hub, leave."""
    side = site.side
    person = refer(side)
    assert open_receipt(side, person.ticket) is not None
    erase_draft(side, person.ticket)
    unsent = fill_in(side, AMIRAS_PAGES)
    assert open_draft(side, unsent).answers
    code = save_form(side, unsent).return_code
    assert save_form(side, unsent).return_code == code
    assert come_back(side, code) is not None
    delete_form(side, unsent)
    assert come_back(side, code) is None
    assert follow.open_by_link(side, person.receipt.link) is not None
    page = open_page(side, person)
    follow.send_message(side, page, "May I ring on Tuesday?")
    assert follow.open_by_link(side, follow.renew_link(side, page)) is not None
    follow.revoke_links(side, page)
    ask(side, page, RequestKind.WITHDRAW)
    assert view_shut(side, page).can_undo
    ask(side, page, RequestKind.UNDO)
    assert view_question(side, page, RequestKind.LOCK).is_open
    assert send_update(side, person.case.case_reference, Stage.ENQUIRIES, clock.now()) is Outcome.KEPT_REFUSED
    run_alone(portal_data.database_url, 'UPDATE "case" SET head_sequence = 99')
    follow.stop_contact(side, page)
    assert follow.view_page(side, page).is_contact_stopped
    visit = make_session_id()
    for _ in range(2):
        end_visit(side, visit)
    assert has_ended(side, visit)
    assert is_trial_copy(side)
    assert not is_ready(side)


def test_the_desk_does_its_whole_job_as_its_own_user(
    office: DeskPortal, site: PublicPortal, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    """Sign in, read, check, move, write, keep what was typed, turn off links, lift a lock, sign out."""
    side, staff, case_id = office.side, fay.signed_in, amira.case.case_id
    assert sign_in(side, fay.email, "a wrong password", "000000") is None
    session = sign_in(side, fay.email, fay.password, fay.otp(clock.now()))
    assert session
    assert find_signed_in(side, session)
    assert [row.case_id for row in list_inbox(side, staff)] == [case_id]
    at_desk.record_check(side, staff, case_id)
    at_desk.move_stage(side, staff, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    assert send_update(site.side, amira.case.case_reference, Stage.REHUB_CHECK, clock.now()) is Outcome.APPLIED
    assert at_desk.send_message(side, staff, case_id, "Of course.")
    assert at_desk.read_case(side, staff, case_id).messages
    assert at_desk.revoke_links(side, staff, case_id) == 1
    kept = keep_typed(side, "half a message")
    assert find_typed(side, kept)
    erase_typed(side, kept)
    ask(site.side, open_page(site.side, amira), RequestKind.LOCK)
    lift_lock(side, staff, case_id, seen=at_desk.read_case(side, staff, case_id).mark)
    new = NewCard({"contact_method": ("text",), "phone": ("07700900123",), "wording": ("news",)}, Proof.CHECK_PHRASE)
    assert record_contact(side, staff, case_id, new, seen=at_desk.read_case(side, staff, case_id).mark)
    page = open_page(site.side, amira)
    ask(site.side, page, RequestKind.WITHDRAW)
    clock.move(days=15)
    close_withdrawn(side, staff, case_id)
    sign_out(side, session)
    assert find_signed_in(side, session) is None
    assert not is_desk_ready(side)


def test_codes_are_renewed_by_both_sites_and_noted_by_the_worker_as_their_own_users(
    portal_data: PortalData, users: Users, office: DeskPortal, site: PublicPortal, amira: Referred, fay: StaffAccount
) -> None:
    """A PIN, start codes one after the other, the new code, what the worker notes and clears away."""
    assert change_pin(site.side, open_page(site.side, amira), current="", new="493027") is not None
    waiting = begin(site, issue(office, fay, amira))
    person = renew(site, office, fay, amira)
    with pytest.raises(Expired):
        make_new_code(site.side, waiting)
    issue(office, fay, person)
    clock, settings = site.side.clock, portal_data.settings(Role.WORKER, PORTAL_DATABASE_URL=users.url_of(WORKER))
    side = wire_worker(settings, clock)
    Rounds(side, Keep(12, 6)).go_round()
    assert side.heads.find_noted(NEW_KEYS, amira.case.case_id) == clock.today()
    assert isinstance(clock, MovableClock)
    clock.move(hours=1)
    assert tidy(side.store, clock, "one") >= 1
    side.store.close()
    assert follow.view_page(site.side, open_page(site.side, person)).refused_count == 0


def test_the_worker_does_its_whole_job_as_its_own_user(
    portal_data: PortalData, users: Users, site: PublicPortal, amira: Referred, clock: MovableClock
) -> None:
    """Send what waits, erase what was asked or kept long enough, clear away, say that it is alive."""
    settings = portal_data.settings(Role.WORKER, PORTAL_DATABASE_URL=users.url_of(WORKER))
    side = wire_worker(settings, clock)
    rounds = Rounds(side, Keep(12, 6))
    fill_in(site.side, AMIRAS_PAGES)
    end_visit(site.side, make_session_id())
    ask(site.side, open_page(site.side, amira), RequestKind.ERASE)
    refer(site.side)
    deliver(side, "one")
    look_after(side)
    for days, erased in ((15, 1), (250, 1)):
        clock.move(days=days)
        assert rounds.go_round() == erased
        deliver(side, "one")
        look_after(side)
        tidy(side.store, clock, "one")
    assert freeze_figures(side.store, clock, []) == ["2026-Q4", "2027-Q1", "2027-Q2"]
    assert is_ready(site.side)
    side.store.close()


def test_promises_are_kept_by_each_ones_own_user(
    portal_data: PortalData, users: Users, office: DeskPortal, fay: StaffAccount, amira: Referred, clock: MovableClock
) -> None:
    side = wire_worker(portal_data.settings(Role.WORKER, PORTAL_DATABASE_URL=users.url_of(WORKER)), clock)
    assert at_desk.send_message(office.side, fay.signed_in, amira.case.case_id, "We have it.")
    clock.move(days=7, hours=4)
    keep_promises(side)
    assert [row.lateness.silence for row in list_inbox(office.side, fay.signed_in)] == [1]
    assert put_beside(office.side, fay.signed_in, amira.case.case_id, Beside.ON_HOLD)
    side.store.close()


def test_the_public_site_marks_a_delivery_and_the_worker_asks_as_their_own_users(
    portal_data: PortalData, users: Users, site: PublicPortal, clock: MovableClock
) -> None:
    """A mark by reference, and a lease for what is in doubt."""
    take_delivery(site.side, "0" * 32, Delivery.DELIVERED)
    side = wire_worker(portal_data.settings(Role.WORKER, PORTAL_DATABASE_URL=users.url_of(WORKER)), clock)
    with side.store.work() as work:
        assert work.outbox.claim_doubtful(clock.now(), side.notice_keys, "one") is None
        work.outbox.forget_references()
    side.store.close()


def test_a_talk_is_asked_for_answered_and_ended_by_each_ones_own_user(
    site: PublicPortal, office: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    """Held at the desk and by re:hub, answered on the page, released."""
    talking = Talking(office, site, fay, amira).begin()
    assert talking.hold(BAD)
    assert send_update(site.side, amira.case.case_reference, Stage.PREPARATION, MONDAY) is Outcome.KEPT_REFUSED
    assert [each.is_from_rehub for each in talking.held()] == [True, False]
    assert answer_talk(site.side, open_page(site.side, amira), RequestKind.TALK_HERE)
    assert talking.try_once()
    assert talking.end(Ground.CHOSEN)
    assert talking.page().stage is Stage.PREPARATION


def test_rehub_is_asked_answers_by_its_link_and_is_taken_back_by_each_ones_own_user(
    portal_data: PortalData, users: Users, site: PublicPortal, office: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    """The mail and its link by the worker, the answer by the public site, the rest by the desk."""
    held = hand_to_rehub(office, fay, amira)
    url = users.url_of(WORKER)
    settings = portal_data.settings(Role.WORKER, PORTAL_DATABASE_URL=url, PORTAL_REHUB_MAILBOX=MAILBOX)
    asker = make_asker(wire_worker(settings, site.side.clock))
    desk = replace(office.side, has_rehub_mailbox=True)
    assert ask_rehub_now(desk, fay.signed_in, held.case.case_id)
    assert asker.deliver() == 1
    answered = answer_ask(site.side, asker.links[-1], RehubAnswer(Stage.ASKING_THEM, MONDAY.date()))
    assert answered.outcome is Outcome.APPLIED
    assert asker.deliver() == 1
    page = at_desk.read_case(desk, fay.signed_in, held.case.case_id)
    undoable = read_rehub(desk, page).undoable
    assert undoable
    assert undo_update(desk, fay.signed_in, held.case.case_id, seen=undoable.sequence)
    with desk.store.look() as work:
        (asked,) = work.asks.list_of_case(held.case.case_id)
    assert not revoke_ask(desk, fay.signed_in, held.case.case_id, asked.ask_id)
    asker.worker.store.close()
