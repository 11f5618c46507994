"""Save and come back: one saved form under one code, seven days, and neither sent twice nor kept after its end."""

import pytest
from sqlalchemy import func, select

from portal.casework.follow import open_by_code
from portal.casework.refer import answer_step, erase_draft, open_draft, send_referral, start_draft
from portal.casework.save_form import come_back, delete_form, note_code_kept, save_form
from portal.casework.tickets import DraftTicket
from portal.casework.tidy import tidy
from portal.domain.errors import AlreadyDone, Expired
from portal.domain.questions import get_step
from portal.store.tables import case, draft
from portal.wiring import PublicPortal
from tests.builders import AMIRAS_PAGES, MovableClock, fill_in, refer

NAME = get_step("name")


def count(public: PublicPortal) -> tuple[int, int]:
    """Return how many drafts and cases are stored."""
    with public.side.store.look() as work:
        drafts, cases = (
            work.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (draft, case)
        )
    return drafts, cases


def take_up(public: PublicPortal, code: str) -> DraftTicket:
    """Come back with a code that must open a form."""
    found = come_back(public.side, code)
    assert found is not None
    return found[0]


def test_a_saved_form_opens_again_with_its_code_as_it_was(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    answer_step(public.side, ticket, NAME, {"name": ["x" * 81]})
    saved = save_form(public.side, ticket)
    erase_draft(public.side, ticket)  # the exit
    again = open_draft(public.side, take_up(public, saved.return_code))
    assert (again.answers["name"], again.attempt) == (("Amira",), ("name", {"name": ["x" * 81]}))
    assert again.saved is not None
    assert again.saved.return_code == ""


def test_saving_again_keeps_the_code_and_takes_what_is_new(public: PublicPortal, clock: MovableClock) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    first = save_form(public.side, ticket)
    answer_step(public.side, ticket, NAME, {"name": ["Not saved yet"]})
    before = open_draft(public.side, take_up(public, first.return_code))
    clock.move(hours=1)
    second = save_form(public.side, ticket)
    after = open_draft(public.side, take_up(public, first.return_code))
    assert (before.answers["name"], after.answers["name"]) == (("Amira",), ("Not saved yet",))
    assert (second.return_code, second.where) == (first.return_code, first.where)
    assert second.until_at > first.until_at


def test_a_kept_code_is_shown_no_more_and_still_opens(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    code = save_form(public.side, ticket).return_code
    note_code_kept(public.side, ticket)
    kept = open_draft(public.side, ticket).saved
    assert kept is not None
    assert kept.return_code == ""
    assert save_form(public.side, ticket).return_code == ""
    assert take_up(public, code)
    assert code not in repr(kept) + repr(open_draft(public.side, ticket))


def test_nothing_of_the_form_can_be_read_without_the_code(public: PublicPortal) -> None:
    saved = save_form(public.side, fill_in(public.side, AMIRAS_PAGES))
    with public.side.store.look() as work:
        stored = work.connection.execute(select(draft)).all()
    assert not [row for row in stored if saved.return_code.encode() in row.envelope or b"Amira" in row.envelope]
    assert {row.expires_at.hour for row in stored if row.draft_id == saved.where.draft_id} == {1}


def test_one_kind_of_code_never_opens_the_other(public: PublicPortal) -> None:
    saved = save_form(public.side, fill_in(public.side, AMIRAS_PAGES))
    sent = refer(public.side)
    assert open_by_code(public.side, saved.return_code) is None
    assert come_back(public.side, sent.code) is None


def test_a_saved_form_opens_for_seven_days_and_is_cleared_away(public: PublicPortal, clock: MovableClock) -> None:
    code = save_form(public.side, fill_in(public.side, AMIRAS_PAGES)).return_code
    clock.move(days=7, seconds=-1)
    tidy(public.side.store, clock, "worker")
    late = take_up(public, code)
    clock.move(seconds=1)
    assert come_back(public.side, code) is None
    assert send_referral(public.side, late, "en")  # begun in time
    clock.move(days=-7)
    save_form(public.side, fill_in(public.side, AMIRAS_PAGES))
    clock.move(days=9)
    tidy(public.side.store, clock, "worker")
    assert count(public) == (0, 1)


def test_after_sending_nothing_is_saved_any_more(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    code = save_form(public.side, ticket).return_code
    sent = send_referral(public.side, ticket, "en")
    assert come_back(public.side, code) is None
    assert count(public) == (0, 1)
    assert send_referral(public.side, ticket, "en") == sent
    with pytest.raises(Expired):
        save_form(public.side, ticket)


def test_a_form_open_on_two_screens_is_sent_once(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    code = save_form(public.side, ticket).return_code
    other = take_up(public, code)
    send_referral(public.side, other, "en")
    with pytest.raises(AlreadyDone):
        send_referral(public.side, ticket, "en")
    with pytest.raises(AlreadyDone):
        save_form(public.side, ticket)
    assert come_back(public.side, code) is None
    assert count(public)[1] == 1


def test_deleting_erases_what_was_saved_too(public: PublicPortal) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    code = save_form(public.side, ticket).return_code
    other = take_up(public, code)
    delete_form(public.side, ticket)
    assert come_back(public.side, code) is None
    with pytest.raises(AlreadyDone):
        send_referral(public.side, other, "en")
    delete_form(public.side, other)
    assert count(public) == (0, 0)


def test_a_form_with_nothing_in_it_may_be_saved(public: PublicPortal) -> None:
    ticket = start_draft()
    code = save_form(public.side, ticket).return_code
    assert open_draft(public.side, take_up(public, code)).answers == {}
    assert come_back(public.side, code.replace(code[0], str((int(code[0]) + 1) % 10))) is None
