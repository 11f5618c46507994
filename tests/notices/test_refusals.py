"""What somebody who writes to the database gains, and what a change of mind does: nothing leaves against the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from portal.casework.deliver import deliver
from portal.casework.follow import stop_contact
from portal.casework.notify import make_row
from portal.casework.work import WorkerSide
from portal.domain.case import EntryKind
from portal.domain.notices import Event, NoticeAuthor
from portal.store.tables import case, case_entry, outbox, service
from portal.store.work import Store
from portal.vault.envelopes import FIRST, Place, row_hash, seal
from portal.vault.identities import Identity
from portal.vault.randomness import random_id
from portal.wiring import PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page
from tests.new_codes import find_keys
from tests.notices.conftest import Write
from tests.notices.posting import CHLOES_ADDRESS, Post, list_states, wake

THIEF = Identity(b"t" * 32)
THIEFS_CARD = {
    "answers": {"contact_method": ["email"], "email": ["thief@example.org"], "wording": ["news"]},
    "language": "en",
}
Change = Callable[[Store, Referred], None]


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


def run(store: Store, statement: Any) -> None:
    with store.work() as work:
        work.connection.execute(statement)


def list_entries(store: Store, person: Referred) -> list[Any]:
    query = select(case_entry).where(case_entry.c.case_id == person.case.case_id).order_by(case_entry.c.sequence)
    with store.look() as work:
        return list(work.connection.execute(query))


def forge_card(store: Store, person: Referred) -> None:
    """Put a card of the thief's own in place of hers, with a hash that fits."""
    rows = list_entries(store, person)
    card = next(row for row in rows if row.kind == EntryKind.CONTACT_CARD)
    before = FIRST if card.sequence == 1 else rows[card.sequence - 2].row_hash
    place = Place(card.kind, card.case_id, card.sequence, before)
    with store.look() as work:
        national = work.services.get("national")
    envelope = seal(place, THIEFS_CARD, author=THIEF, readers=[national.notice_key])
    which = (case_entry.c.case_id == card.case_id) & (case_entry.c.sequence == card.sequence)
    run(store, update(case_entry).where(which).values(envelope=envelope, row_hash=row_hash(place, envelope)))


def add_card(store: Store, person: Referred) -> None:
    """Put a newer card at the end of the chain."""
    last = list_entries(store, person)[-1]
    place = Place(EntryKind.CONTACT_CARD, last.case_id, last.sequence + 1, last.row_hash)
    with store.look() as work:
        national = work.services.get("national")
    envelope = seal(place, THIEFS_CARD, author=THIEF, readers=[national.notice_key])
    row = {"case_id": last.case_id, "sequence": place.sequence, "kind": place.kind, "author": "person"}
    row |= {"made_on": last.made_on, "row_hash": row_hash(place, envelope), "envelope": envelope}
    run(store, case_entry.insert().values(row))
    run(store, update(case).where(case.c.case_id == last.case_id).values(head_sequence=place.sequence))


def cut_chain(store: Store, person: Referred) -> None:
    last = list_entries(store, person)[-1]
    run(
        store,
        delete(case_entry).where((case_entry.c.case_id == last.case_id) & (case_entry.c.sequence == last.sequence)),
    )
    run(store, update(case).where(case.c.case_id == last.case_id).values(head_sequence=last.sequence - 1))


def hide_card(store: Store, person: Referred) -> None:
    is_card = case_entry.c.kind == EntryKind.CONTACT_CARD.value
    run(store, update(case_entry).where(is_card & (case_entry.c.case_id == person.case.case_id)).values(kind="message"))


def swap_person(store: Store, _person: Referred) -> None:
    run(store, update(case).values(person_sign_key=THIEF.sign_key))


def swap_service(store: Store, _person: Referred) -> None:
    run(store, update(service).values(sign_key=THIEF.sign_key))


def swap_notice_key(store: Store, _person: Referred) -> None:
    run(store, update(service).values(notice_key=THIEF.box_key))


def move_case(store: Store, _person: Referred) -> None:
    run(store, update(case).values(service_id="riverside"))


def move_notice(store: Store, _person: Referred) -> None:
    run(store, update(outbox).values(notice_id="0" * 32))


def claim_another_author(store: Store, _person: Referred) -> None:
    run(store, update(outbox).values(author="site"))


def claim_no_author(store: Store, _person: Referred) -> None:
    run(store, update(outbox).values(author="nobody"))


def tear_envelope(store: Store, _person: Referred) -> None:
    run(store, update(outbox).values(envelope=b"\x01"))


CHANGES = (forge_card, add_card, cut_chain, hide_card, swap_person, swap_service, swap_notice_key)
CHANGES += (move_case, move_notice, claim_another_author, claim_no_author, tear_envelope)


@pytest.mark.parametrize("change", CHANGES)
def test_what_does_not_verify_is_contacted_by_nobody_and_shown(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, *, change: Change
) -> None:
    write(chloe)
    change(worker.store, chloe)
    assert deliver(worker, "one") == 0
    assert post.taken == []
    assert list_states(worker.store) == [("failed", "not_verified")]
    with worker.store.look() as work:
        assert work.outbox.count_shown("national") == 1


def test_it_does_leave_when_nobody_changed_anything(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write
) -> None:
    """The table above can fail."""
    write(chloe)
    deliver(worker, "one")
    assert post.addresses == [(CHLOES_ADDRESS,)]


def test_another_case_cannot_be_put_into_a_notice(
    worker: WorkerSide, post: Post, chloe: Referred, ben: Referred, write: Write
) -> None:
    write(ben)
    run(worker.store, update(outbox).values(case_id=chloe.case.case_id))
    deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("failed", "not_verified")]


def test_a_case_rolled_back_to_before_its_news_is_not_contacted(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write
) -> None:
    """Every row and signature of the older state is genuine."""
    with worker.store.look() as work:
        then = work.connection.execute(select(case).where(case.c.case_id == chloe.case.case_id)).one()
    write(chloe)
    write(chloe)
    run(worker.store, delete(case_entry).where(case_entry.c.sequence > then.head_sequence))
    run(worker.store, update(case).values(dict(then._mapping)))
    deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("failed", "not_verified")]


def test_a_stop_that_is_taken_back_in_the_database_stays(
    worker: WorkerSide, post: Post, public: PublicPortal, chloe: Referred, write: Write
) -> None:
    """Once the worker has seen it, an older state of the case is not believed any more."""
    write(chloe)
    with worker.store.look() as work:
        then = work.connection.execute(select(case).where(case.c.case_id == chloe.case.case_id)).one()
        waiting = work.connection.execute(select(outbox)).one()
    stop_contact(public.side, open_page(public.side, chloe))
    deliver(worker, "one")
    assert list_states(worker.store) == [("dropped", "stopped")]
    run(worker.store, delete(case_entry).where(case_entry.c.sequence > then.head_sequence))
    run(worker.store, update(case).values(dict(then._mapping)))
    run(worker.store, update(outbox).values(dict(waiting._mapping)))
    deliver(worker, "one")
    assert post.taken == []


def test_a_stop_after_the_notice_was_made_is_obeyed(
    worker: WorkerSide, post: Post, public: PublicPortal, chloe: Referred, write: Write
) -> None:
    write(chloe)
    stop_contact(public.side, open_page(public.side, chloe))
    deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("dropped", "stopped")]


def test_a_newer_card_that_nobody_confirmed_is_not_used_and_nor_is_the_one_before(
    worker: WorkerSide, post: Post, public: PublicPortal, chloe: Referred, write: Write
) -> None:
    """Whoever has her code and a way to write as her has no notice sent to them."""
    write(chloe)
    ring = find_keys(public.side, open_page(public.side, chloe))
    with public.side.store.work() as work:
        national, on = work.services.get("national"), public.side.clock.today()
        writer = public.side.write_as_person(national, ring.person)
        body = {**THIEFS_CARD, "confirmed": "check_phrase"}
        work.entries.append(chloe.case, national, EntryKind.CONTACT_CARD, body, writer=writer, on=on)
    deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("dropped", "other_contact")]


def test_a_stop_held_by_a_restore_is_obeyed(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)
    with worker.store.work() as work:
        work.holds.stop(chloe.case.case_id, clock.today())
    deliver(worker, "one")
    assert post.taken == []


def test_a_notice_that_was_sent_cannot_be_woken(worker: WorkerSide, post: Post, chloe: Referred, write: Write) -> None:
    write(chloe)
    deliver(worker, "one")
    wake(worker.store)
    deliver(worker, "one")
    assert len(post.taken) == 1


def test_a_case_that_is_gone_needs_nobody(worker: WorkerSide, post: Post, chloe: Referred, write: Write) -> None:
    write(chloe)
    for table in ("link", "promise", "case_entry", "case"):
        run(worker.store, delete(case.metadata.tables[table]))
    deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("dropped", "case_gone")]


@pytest.mark.parametrize("author", [NoticeAuthor.SITE, NoticeAuthor.SERVICE, NoticeAuthor.WORKER])
def test_nobody_without_a_key_makes_a_notice(
    worker: WorkerSide, post: Post, chloe: Referred, author: NoticeAuthor
) -> None:
    case_id, now = chloe.case.case_id, worker.clock.now().isoformat()
    with worker.store.work() as work:
        national = work.services.get("national")
        of_case = {"event": Event.MESSAGE.value, "case_id": case_id, "sequence": 1, "made_at": now}
        work.outbox.add(make_row(national, case_id, of_case, (author, THIEF), random_id()))
        to_staff = {"event": Event.STAFF_ALERT.value, "made_at": now}
        work.outbox.add(make_row(national, None, to_staff, (author, THIEF), random_id()))
    deliver(worker, "one")
    assert post.taken == []


def test_a_worker_leaves_alone_what_it_has_no_key_for(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, fay: StaffAccount
) -> None:
    write(chloe)
    deliver(replace(worker, notice_keys={}), "one")
    assert list_states(worker.store) == [("made", None)]
    deliver(worker, "one")
    assert len(post.taken) == 1
