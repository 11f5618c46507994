"""Asking for a trial notice: only for a text or an e-mail, two a form, to its own address, by the right worker."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from portal.casework.refer import answer_step, open_draft, send_referral
from portal.casework.trial_notice import Pressed
from portal.domain.errors import Expired, Forged, NotAllowed
from portal.domain.questions import get_step
from portal.vault.envelopes import Place, open_envelope
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, RIVERSIDE, MovableClock, PortalData, Typed, change_pages, fill_in
from tests.notices.posting import CHLOES_PAGES, change_contact
from tests.notices.trials import list_rows, press


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@dataclass
class Addresses:
    """Lets through as many as it is told, and remembers what it was asked about."""

    allowed: int = 100
    asked: list[bytes] = field(default_factory=list)

    def take(self, address: bytes) -> bool:
        """Count one."""
        self.asked.append(address)
        return len(self.asked) <= self.allowed


def test_its_row_looks_like_an_alert_to_staff_and_the_desk_cannot_open_it(
    public: PublicPortal, desk: DeskPortal
) -> None:
    unsafe = change_pages(AMIRAS_PAGES, now={"in_danger": ["yes"]})
    send_referral(public.side, fill_in(public.side, unsafe), "en")
    press(public.side, fill_in(public.side, CHLOES_PAGES))
    rows = list_rows(public.side.store)
    alert, trial = ({**row._mapping, "notice_id": len(row.notice_id), "envelope": len(row.envelope)} for row in rows)
    assert alert == trial
    reader, author_key = desk.side.find_service_key("national"), public.side.site_key.sign_key
    for row in rows:
        with pytest.raises(Forged):
            open_envelope(row.envelope, Place("notice", row.notice_id), reader=reader, author_key=author_key)


def test_two_a_form_and_no_more(public: PublicPortal, clock: MovableClock) -> None:
    ticket, pressed = fill_in(public.side, CHLOES_PAGES), []
    for _ in range(4):
        pressed += [press(public.side, ticket)[1]]
        clock.move(minutes=1)
    assert pressed == [Pressed.ASKED, Pressed.ASKED, Pressed.ENOUGH, Pressed.ENOUGH]
    assert len(list_rows(public.side.store)) == 2


def test_changing_the_address_brings_no_third(public: PublicPortal, clock: MovableClock) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    for number in range(4):
        answer_step(public.side, ticket, get_step("reach"), {"email": [f"{number}@example.org"]})
        press(public.side, ticket)
        clock.move(minutes=1)
    assert len(list_rows(public.side.store)) == 2


@pytest.mark.parametrize(
    ("method", "reach"),
    [
        ("none", {}),
        ("call", {"phone": ["07700900123"]}),
        ("letter", {"address": ["1 Road, Leeds"], "letter_warned": ["yes"]}),
        ("someone_else", {"phone": ["07700900123"], "other_name": ["Jo"]}),
    ],
)
def test_no_other_way_of_contact_causes_one(public: PublicPortal, method: str, reach: Typed) -> None:
    """Also when the button was pressed on a page from before the change."""
    pages = change_contact(method, reach)
    pages["words"] = {"wording": ["news"], "leave_message": ["no"], "say_who": ["no"]}
    ticket = fill_in(public.side, pages)
    before = open_draft(public.side, ticket)
    assert press(public.side, ticket)[1] is Pressed.NOT_THIS_WAY
    assert list_rows(public.side.store) == []
    assert open_draft(public.side, ticket) == before


@pytest.mark.parametrize("wording", [[], [""], ["court"], ["news", "library"], ["There is something new for you."]])
def test_without_words_of_the_list_nothing_is_sent_and_what_was_typed_is_kept(
    public: PublicPortal, wording: list[str]
) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    draft, pressed = press(public.side, ticket, wording)
    assert pressed is Pressed.PROBLEM
    assert list_rows(public.side.store) == []
    assert draft.attempt == ("words", {"wording": tuple(wording)})
    assert draft.tried == ()


@pytest.mark.parametrize(
    ("where", "service_id"),
    [({"area": ["cumbria"]}, RIVERSIDE), ({"place": ["LS1"]}, "national"), ({"area": ["not_sure"]}, "national")],
)
def test_the_worker_of_the_area_gets_it(public: PublicPortal, where: Typed, service_id: str) -> None:
    press(public.side, fill_in(public.side, change_pages(CHLOES_PAGES, where=where)))
    assert [row.service_id for row in list_rows(public.side.store)] == [service_id]


def test_before_the_area_is_known_the_national_one_gets_it(public: PublicPortal) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    answer_step(public.side, ticket, get_step("where"), {"place": ["AL3"]})
    assert "area" not in open_draft(public.side, ticket).answers
    assert press(public.side, ticket)[1] is Pressed.ASKED
    assert [row.service_id for row in list_rows(public.side.store)] == ["national"]


def test_a_service_whose_keys_are_not_pinned_gets_nothing(public: PublicPortal) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    with pytest.raises(NotAllowed):
        press(replace(public.side, service_pins=("0" * 32,)), ticket)
    assert list_rows(public.side.store) == []
    assert open_draft(public.side, ticket).tried == ()


def test_nothing_is_sent_from_a_form_that_was_sent(public: PublicPortal) -> None:
    ticket = fill_in(public.side, CHLOES_PAGES)
    send_referral(public.side, ticket, "en")
    with pytest.raises(Expired):
        press(public.side, ticket)
    assert list_rows(public.side.store) == []


def test_an_address_that_had_enough_gets_nothing_and_nobody_is_told(public: PublicPortal) -> None:
    side = replace(public.side, trial_addresses=Addresses(allowed=1))
    first, second = (press(side, fill_in(side, CHLOES_PAGES)) for _ in range(2))
    assert first[1] == second[1] == Pressed.ASKED
    assert [len(draft.tried) for draft, _ in (first, second)] == [1, 1]
    assert len(list_rows(side.store)) == 1


def test_addresses_are_counted_by_mailbox_and_as_digests(public: PublicPortal) -> None:
    counted = Addresses()
    side = replace(public.side, trial_addresses=counted)
    for phone in ("07700 900 123", "+44 7700 900123", "07700900124"):
        press(side, fill_in(side, change_contact("text", {"phone": [phone]})))
    one, same, other = counted.asked
    assert one == same != other
    assert b"7700900123" not in one
