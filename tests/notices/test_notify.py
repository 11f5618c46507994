"""Causing notices: with the news or not at all, one that waits is enough, and sealed to the worker alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from portal.casework import notify
from portal.casework.desk import move_stage, record_check, send_message
from portal.casework.rehub_sources import SignedRequest
from portal.casework.take_updates import RehubUpdate, take_update
from portal.domain.errors import Forged
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.tables import case_entry, outbox
from portal.store.work import Store
from portal.vault.envelopes import Place, open_envelope
from portal.vault.key_files import load_notice_identities
from portal.wiring import DeskPortal, PublicPortal
from tests.at_once import run_at_once
from tests.builders import AMIRAS_PAGES, PortalData, Referred, StaffAccount, change_pages, refer
from tests.notices.conftest import Write
from tests.notices.posting import see_no_more


def list_notices(store: Store) -> list[Any]:
    with store.look() as work:
        return list(work.connection.execute(select(outbox)))


def count_entries(store: Store) -> int:
    with store.look() as work:
        return int(work.connection.execute(select(func.count()).select_from(case_entry)).scalar_one())


def report(public: PublicPortal, person: Referred, name: str) -> None:
    today = public.side.clock.today()
    update = RehubUpdate(person.case.case_reference, Stage.REHUB_CHECK, today)
    request = SignedRequest(name, "1", "v1,x", b'{"data": {}}')
    take_update(public.side, request, update)


def test_a_message_a_move_and_news_of_rehub_cause_a_notice(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, chloe: Referred, write: Write
) -> None:
    store, case_id = desk.side.store, chloe.case.case_id
    record_check(desk.side, fay.signed_in, case_id)
    causes = (
        lambda: write(chloe),
        lambda: move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED),
        lambda: report(public, chloe, "first"),
    )
    for cause in causes:
        see_no_more(store)
        cause()
        (notice,) = list_notices(store)
        assert (notice.case_id, notice.state) == (case_id, "made")


def test_what_changes_nothing_causes_none(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, chloe: Referred
) -> None:
    case_id = chloe.case.case_id
    report(public, chloe, "not yet allowed")
    move_stage(desk.side, fay.signed_in, case_id, Stage.RECEIVED, seen=Stage.RECEIVED)
    assert list_notices(desk.side.store) == []
    assert send_message(desk.side, fay.signed_in, case_id, "words")
    see_no_more(desk.side.store)
    assert not send_message(desk.side, fay.signed_in, case_id, "words")
    assert list_notices(desk.side.store) == []


def test_one_that_waits_is_enough(desk: DeskPortal, chloe: Referred, amira: Referred, write: Write) -> None:
    run_at_once(5, lambda _number: write(chloe))
    assert len(list_notices(desk.side.store)) == 1
    write(amira)
    assert len(list_notices(desk.side.store)) == 2


def test_news_and_notice_stand_or_fall_together(
    desk: DeskPortal, chloe: Referred, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count_entries(desk.side.store)

    def break_down(*_: object) -> str:
        raise Forged("no more")

    monkeypatch.setattr(notify, "random_id", break_down)
    with pytest.raises(Forged):
        write(chloe)
    assert list_notices(desk.side.store) == []
    assert count_entries(desk.side.store) == before


def test_it_holds_no_address_and_no_words_and_only_the_worker_opens_it(
    portal_data: PortalData, desk: DeskPortal, chloe: Referred, write: Write
) -> None:
    write(chloe)
    (notice,) = list_notices(desk.side.store)
    service_key = desk.side.find_service_key("national")
    keys_dir = portal_data.settings(Role.WORKER).notice_keys_dir
    assert keys_dir
    notice_key = load_notice_identities(keys_dir)["national"]
    place = Place("notice", notice.notice_id)
    body = open_envelope(notice.envelope, place, reader=notice_key, author_key=service_key.sign_key)
    assert set(body) == {"event", "case_id", "sequence", "made_at"}
    with pytest.raises(Forged):
        open_envelope(notice.envelope, place, reader=service_key, author_key=service_key.sign_key)


def test_the_row_tells_no_minute(desk: DeskPortal, chloe: Referred, write: Write, clock: Any) -> None:
    clock.move(minutes=17, seconds=3)
    write(chloe)
    (notice,) = list_notices(desk.side.store)
    assert (notice.next_try_at.minute, notice.next_try_at.second) == (0, 0)
    assert (notice.not_after_at.minute, notice.not_after_at.second) == (0, 0)


@pytest.mark.parametrize(
    ("now", "count"),
    [
        ({"in_danger": ["yes"], "device_safe": ["yes"]}, 1),
        ({"in_danger": ["no"], "device_safe": ["not_sure"]}, 1),
        ({"in_danger": ["no"], "device_safe": ["yes"]}, 0),
    ],
)
def test_who_may_not_be_safe_alerts_staff_and_nobody_else_does(
    public: PublicPortal, now: dict[str, list[str]], count: int
) -> None:
    refer(public.side, change_pages(AMIRAS_PAGES, now=now))
    assert [notice.case_id for notice in list_notices(public.side.store)] == [None] * count
