"""A case from before keys were wrapped: it opens as ever, is wrapped then, and can get a PIN and a new code after."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from portal.casework.desk import read_case, send_message
from portal.casework.follow import open_by_code, view_page
from portal.casework.follow import send_message as write
from portal.casework.pins import change_pin
from portal.casework.refer import send_referral
from portal.casework.send import Sender
from portal.casework.start_code import Refusal, find_refusal
from portal.domain.case import EntryKind
from portal.domain.errors import NotAllowed
from portal.store.tables import case
from portal.vault.access_codes import Root, derive_seed
from portal.vault.key_rings import KeyRing
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, Referred, StaffAccount, fill_in, find_case, open_page
from tests.new_codes import issue, renew


@pytest.fixture
def older(public: PublicPortal, monkeypatch: pytest.MonkeyPatch) -> Referred:
    """Amira has sent a referral as it was done before: her keys are what grows from her code, and nobody has a copy."""

    def make_older(root: Root, language: str) -> Sender:
        return Sender(root, KeyRing(derive_seed(root, "", public.side.peppers)), language)

    monkeypatch.setattr("portal.casework.refer.make_sender", make_older)
    monkeypatch.setattr("portal.casework.send.keep_copy", lambda *_: None)
    ticket = fill_in(public.side, AMIRAS_PAGES)
    receipt = send_referral(public.side, ticket, "en")
    monkeypatch.undo()
    with public.side.store.work() as work:
        work.connection.execute(update(case).values(wrapped_keys=None))
    return Referred(ticket, receipt, find_case(public.side.store, receipt.case_reference))


def is_wrapped(public: PublicPortal) -> bool:
    with public.side.store.look() as work:
        return work.connection.execute(select(case.c.wrapped_keys)).scalar_one() is not None


def test_it_opens_is_wrapped_then_and_opens_again(public: PublicPortal, older: Referred) -> None:
    assert open_by_code(public.side, older.code, "493027") is None
    assert not is_wrapped(public)
    ticket = open_page(public.side, older)
    assert is_wrapped(public)
    write(public.side, ticket, "words")
    again = open_page(public.side, older)
    assert view_page(public.side, again) == view_page(public.side, ticket)
    assert view_page(public.side, again).refused_count == 0
    assert change_pin(public.side, again, current="", new="493027") is not None
    assert open_by_code(public.side, older.code) is None


def test_no_start_code_is_given_until_it_was_opened_once(
    public: PublicPortal, desk: DeskPortal, older: Referred, fay: StaffAccount
) -> None:
    """Nobody but its person can open what was sent to them then; the desk is told why."""
    send_message(desk.side, fay.signed_in, older.case.case_id, "answer")
    assert find_refusal(read_case(desk.side, fay.signed_in, older.case.case_id)) is Refusal.NO_COPY
    with pytest.raises(NotAllowed):
        issue(desk, fay, older)
    open_page(public.side, older)
    assert len(read_case(desk.side, fay.signed_in, older.case.case_id).opened.list_of(EntryKind.KEY_COPY)) == 1
    again = renew(public, desk, fay, older)
    assert [each.words for each in view_page(public.side, open_page(public.side, again)).messages] == ["answer"]
