"""Moving a case: a preview in the person's language, a conversation first where it is needed, and kind refusals."""

from __future__ import annotations

import pytest

from portal.casework.desk import UPDATE_LENGTH, move_stage, record_check
from portal.casework.follow import view_page
from portal.domain.stages import Stage
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, Referred, StaffAccount, find_case, open_page, refer
from tests.web.desk.visitor import Visitor, read_words


@pytest.fixture
def url(amira: Referred, desk: DeskPortal, fay: StaffAccount) -> str:
    """Give the address where Amira's case is moved; the first conversation is recorded."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    return f"/case/{amira.case.case_id}/move"


def stage_of(desk: DeskPortal, person: Referred) -> Stage:
    """Return where a case stands now."""
    return find_case(desk.side.store, person.case.case_reference).stage


def move(visitor: Visitor, url: str, then: str, **form: str) -> str:
    """Confirm a move; return where the answer leads."""
    answer = visitor.post(url, {"seen": "received", "then": then, "words": "", **form}, on=url.removesuffix("/move"))
    assert answer.status_code == 303
    return answer.location


def test_shows_exactly_what_the_person_will_read(at_desk: Visitor, desk: DeskPortal, url: str) -> None:
    """The stage's own words; nothing has moved yet."""
    page = at_desk.get(f"{url}?stage=enquiries").get_data(as_text=True)
    words = desk.library.stage("en", "enquiries")
    for part in (words.name, words.now, words.decides, words.you_can):
        assert part in page


def test_shows_it_in_their_language_and_direction(at_desk: Visitor, desk: DeskPortal, public: PublicPortal) -> None:
    """Arabic from right to left, with the English beside it for the facilitator."""
    noor = refer(public.side, AMIRAS_PAGES, "ar")
    page = at_desk.get(f"/case/{noor.case.case_id}/move?stage=first_contact").get_data(as_text=True)
    arabic = desk.library.stage("ar", "first_contact")
    assert arabic.now in page
    assert '<section lang="ar" dir="rtl"' in page
    assert desk.library.stage("en", "first_contact").now in page


def test_moves_and_tells_the_person_in_the_same_breath(
    at_desk: Visitor, public: PublicPortal, desk: DeskPortal, amira: Referred, url: str
) -> None:
    """With the facilitator's own words, if any."""
    assert move(at_desk, url, "enquiries", words="I wrote to the prison.") == url.removesuffix("/move")
    assert "Moved." in at_desk.read(url.removesuffix("/move"))
    page = view_page(public.side, open_page(public.side, amira))
    assert page.stage is Stage.ENQUIRIES
    assert page.updates[0].words == "I wrote to the prison."


@pytest.mark.parametrize("then", ["closed", "not_going_ahead"])
def test_news_that_needs_a_conversation_waits_for_it(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, url: str, then: str
) -> None:
    """The words typed so far are kept; with the tick it moves."""
    assert "I have talked with the person about this" in at_desk.read(f"{url}?stage={then}")
    assert move(at_desk, url, then, words="As we said.") == f"{url}?stage={then}"
    words = at_desk.read(f"{url}?stage={then}")
    assert "Talk with the person first" in words
    assert "As we said." in words
    assert stage_of(desk, amira) is Stage.RECEIVED
    move(at_desk, url, then, has_talked="yes")
    assert stage_of(desk, amira) is Stage(then)


def test_asks_for_no_tick_where_none_is_needed(at_desk: Visitor, url: str) -> None:
    """A box ticked out of habit protects nobody."""
    assert "I have talked" not in at_desk.read(f"{url}?stage=enquiries")


def test_refuses_words_that_are_too_long_and_keeps_them(
    at_desk: Visitor, desk: DeskPortal, amira: Referred, url: str
) -> None:
    """With a number that says by how much."""
    move(at_desk, url, "enquiries", words="z" * (UPDATE_LENGTH + 7))
    words = at_desk.read(f"{url}?stage=enquiries")
    assert "has 7 too many" in words
    assert "z" * (UPDATE_LENGTH + 7) in words
    assert stage_of(desk, amira) is Stage.RECEIVED


def test_before_the_first_conversation_most_moves_are_closed(
    at_desk: Visitor, desk: DeskPortal, amira: Referred
) -> None:
    """The page does not offer them, and a made-up form is refused kindly."""
    case_url = f"/case/{amira.case.case_id}"
    page = at_desk.get(case_url).get_data(as_text=True)
    assert 'value="first_contact"' in page
    assert 'value="enquiries"' not in page
    assert move(at_desk, f"{case_url}/move", "enquiries") == case_url
    assert "That is not open just now" in at_desk.read(case_url)
    assert stage_of(desk, amira) is Stage.RECEIVED


def test_a_case_moved_in_between_is_looked_at_again(
    at_desk: Visitor, desk: DeskPortal, sam: StaffAccount, amira: Referred, url: str
) -> None:
    """Sam was quicker; Fay's press changes nothing."""
    move_stage(desk.side, sam.signed_in, amira.case.case_id, Stage.FIRST_CONTACT, seen=Stage.RECEIVED)
    move(at_desk, url, "enquiries")
    assert "Something changed in this case" in at_desk.read(url.removesuffix("/move"))
    assert stage_of(desk, amira) is Stage.FIRST_CONTACT


def test_a_double_press_moves_once(at_desk: Visitor, public: PublicPortal, amira: Referred, url: str) -> None:
    """One update on their page."""
    move(at_desk, url, "enquiries")
    move(at_desk, url, "enquiries")
    assert len(view_page(public.side, open_page(public.side, amira)).updates) == 2


def test_a_preview_of_where_it_stands_leads_back(at_desk: Visitor, url: str) -> None:
    """Nothing to move."""
    assert at_desk.get(f"{url}?stage=received").location == url.removesuffix("/move")


@pytest.mark.parametrize("stage", ["", "nowhere", "on_hold", "../closed"])
def test_there_is_no_preview_of_what_is_no_stage(at_desk: Visitor, url: str, stage: str) -> None:
    """404; and a form with it changes nothing."""
    assert (
        at_desk.get(
            url,
        ).status_code
        == 404
    )
    assert at_desk.get(f"{url}?stage={stage}").status_code == 404
    assert move(at_desk, url, stage) == url.removesuffix("/move")
    assert "Nothing was changed" in read_words(at_desk.get(url.removesuffix("/move")))
