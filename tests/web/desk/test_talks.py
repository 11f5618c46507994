"""Talks at the desk: a move waits, an ordinary talk is asked for, tries are recorded, and a press releases."""

from __future__ import annotations

import re

import pytest

from portal.casework.answer_talk import answer_talk
from portal.casework.ask import ask
from portal.casework.desk import move_stage, record_check
from portal.casework.follow import stop_contact, view_page
from portal.domain.case import RequestKind
from portal.domain.stages import Stage
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, MovableClock, Referred, StaffAccount, open_page, refer
from tests.web.desk.visitor import Visitor


@pytest.fixture
def url(amira: Referred, desk: DeskPortal, fay: StaffAccount) -> str:
    """Give the address of Amira's case, in which the person responsible is being asked."""
    begin(desk, fay, amira)
    return f"/case/{amira.case.case_id}"


def begin(desk: DeskPortal, fay: StaffAccount, person: Referred) -> None:
    """Go as far as asking them."""
    record_check(desk.side, fay.signed_in, person.case.case_id)
    move_stage(desk.side, fay.signed_in, person.case.case_id, Stage.ASKING_THEM, seen=Stage.RECEIVED)


def hold(visitor: Visitor, url: str, then: str = "not_going_ahead", words: str = "") -> str:
    """Let a move wait, as the button on the page of the move does."""
    form = {"seen": "asking_them", "then": then, "words": words}
    answer = visitor.post(f"{url}/talk/ask", form, on=f"{url}/move?stage={then}")
    assert (answer.status_code, answer.location) == (303, f"{url}/talk")
    return visitor.read(f"{url}/talk")


def end(visitor: Visitor, url: str, **form: str) -> str:
    """End the talk as its page offers; return the words of the page that comes."""
    seen = visitor.find_value(f"{url}/talk", "seen")
    answer = visitor.post(f"{url}/talk/end", {"seen": seen, "has_held": "yes", **form}, on=f"{url}/talk")
    assert answer.status_code == 303
    return visitor.read(answer.location)


@pytest.mark.parametrize("act", ["ask", "end"])
def test_what_was_typed_is_there_after_signing_in_again(
    at_desk: Visitor, clock: MovableClock, fay: StaffAccount, url: str, act: str
) -> None:
    """In the box of its own form, whatever that is called."""
    hold(at_desk, url)
    form = at_desk.get(f"{url}/talk").get_data(as_text=True).split(f'action="{url}/talk/{act}"')[1].split("</form>")[0]
    (name,) = re.findall(r'<textarea[^>]* name="([^"]+)"', form)
    token = at_desk.find_token(f"{url}/talk")
    clock.move(minutes=20)
    answer = at_desk.client.post(f"{url}/talk/{act}", data={name: "As we said.", "csrf_token": token})
    assert answer.location == "/sign-in"
    assert at_desk.sign_in(fay).location == f"{url}/talk"
    page = at_desk.get(f"{url}/talk").get_data(as_text=True)
    assert re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\s*As we said\.', page) == [name]


def find_shows(visitor: Visitor, url: str) -> str:
    """Return the number of the newest news that is offered to be shown."""
    page = visitor.get(f"{url}/talk").get_data(as_text=True)
    found = re.search(r'name="shows"[^>]*value="(\d+)"', page) or re.search(r'value="(\d+)"[^>]*name="shows"', page)
    assert found
    return found[1]


def test_a_move_that_needs_a_conversation_may_wait(
    at_desk: Visitor, public: PublicPortal, amira: Referred, url: str
) -> None:
    """The page of the move offers it; afterwards the case says that a talk is open, and the inbox too."""
    assert "Let it wait until we have talked" in at_desk.read(f"{url}/move?stage=not_going_ahead")
    words = hold(at_desk, url, words="We can talk about what else is possible.")
    assert "Asked." in words
    assert "We can talk about what else is possible." in words
    assert "You asked them to talk" in at_desk.read(url)
    assert "Asked to talk" in at_desk.read("/")
    page = view_page(public.side, open_page(public.side, amira))
    assert page.talk is not None
    assert (page.stage, len(page.updates)) == (Stage.ASKING_THEM, 2)


def test_what_is_held_is_shown_in_their_language(
    at_desk: Visitor, desk: DeskPortal, public: PublicPortal, fay: StaffAccount
) -> None:
    noor = refer(public.side, AMIRAS_PAGES, "ar")
    begin(desk, fay, noor)
    hold(at_desk, f"/case/{noor.case.case_id}")
    page = at_desk.get(f"/case/{noor.case.case_id}/talk").get_data(as_text=True)
    assert desk.library.stage("ar", "not_going_ahead").now in page
    assert '<section lang="ar" dir="rtl"' in page


def test_ending_says_what_is_missing_and_keeps_the_words(at_desk: Visitor, url: str) -> None:
    hold(at_desk, url)
    assert "Say why the talk may end" in end(at_desk, url, told="As we said.")
    words = end(at_desk, url, ground="talked", told="As we said.")
    assert "Choose what goes onto their page" in words
    assert "As we said." in words
    assert "Make it shorter: it may have 1,000 characters, and has 3 too many" in end(
        at_desk, url, ground="talked", shows="nothing", told="z" * 1003
    )


def test_after_the_talk_the_news_is_on_the_page(
    at_desk: Visitor, public: PublicPortal, amira: Referred, url: str
) -> None:
    hold(at_desk, url)
    shows = find_shows(at_desk, url)
    assert "The talk is over" in end(at_desk, url, ground="talked", shows=shows, told="As we said.")
    page = view_page(public.side, open_page(public.side, amira))
    assert (page.stage, page.updates[0].words, page.talk) == (Stage.NOT_GOING_AHEAD, "As we said.", None)
    assert "has ended" in at_desk.read(f"{url}/talk")


def test_tell_me_here_takes_one_press_and_is_offered_only_when_chosen(
    at_desk: Visitor, public: PublicPortal, amira: Referred, url: str
) -> None:
    hold(at_desk, url)
    assert "They chose on their page to be told there" not in at_desk.read(f"{url}/talk")
    answer_talk(public.side, open_page(public.side, amira), RequestKind.TALK_HERE)
    assert "They answered: tell me on my page" in at_desk.read(url)
    assert "They chose on their page to be told there" in at_desk.read(f"{url}/talk")
    end(at_desk, url, ground="chosen", shows=find_shows(at_desk, url))
    assert view_page(public.side, open_page(public.side, amira)).stage is Stage.NOT_GOING_AHEAD


def test_a_changed_mind_stops_the_press(at_desk: Visitor, public: PublicPortal, amira: Referred, url: str) -> None:
    hold(at_desk, url)
    answer_talk(public.side, open_page(public.side, amira), RequestKind.TALK_HERE)
    seen, shows = at_desk.find_value(f"{url}/talk", "seen"), find_shows(at_desk, url)
    answer_talk(public.side, open_page(public.side, amira), RequestKind.TALK_LATER)
    at_desk.post(f"{url}/talk/end", {"seen": seen, "ground": "chosen", "shows": shows}, on=f"{url}/talk")
    assert "Something changed in this case" in at_desk.read(f"{url}/talk")
    assert view_page(public.side, open_page(public.side, amira)).stage is Stage.ASKING_THEM


def test_tries_are_recorded_one_a_day_and_only_as_the_card_allows(
    at_desk: Visitor, public: PublicPortal, amira: Referred, clock: MovableClock, url: str
) -> None:
    hold(at_desk, url)
    at_desk.post(f"{url}/talk/try", {}, on=f"{url}/talk")
    assert "Say how you tried to reach them" in at_desk.read(f"{url}/talk")
    for said in ("somebody tried to reach them today", "recorded already"):
        at_desk.post(f"{url}/talk/try", {"how": "called"}, on=f"{url}/talk")
        assert said in at_desk.read(f"{url}/talk")
    clock.move(minutes=5)
    stop_contact(public.side, open_page(public.side, amira))
    words = at_desk.read(f"{url}/talk")
    assert "I tried to reach them as their card says" not in words
    assert "Do not contact them first." in words


def test_an_ordinary_talk_is_asked_for_and_ends_with_nothing(at_desk: Visitor, url: str) -> None:
    """The page about it needs no news; a locked page leaves the conversation alone as a way."""
    at_desk.post(f"{url}/talk/ask", {"seen": "asking_them", "words": ""}, on=f"{url}/talk")
    assert "it is a talk and nothing more" in at_desk.read(f"{url}/talk")
    seen = at_desk.find_value(f"{url}/talk", "seen")
    at_desk.post(f"{url}/talk/end", {"seen": seen, "ground": "talked"}, on=f"{url}/talk")
    assert "The talk is over" in at_desk.read(url)


def test_another_services_member_finds_no_talk(
    stranger: Visitor, public: PublicPortal, amira: Referred, rita: StaffAccount, url: str
) -> None:
    ask(public.side, open_page(public.side, amira), RequestKind.PAUSE)
    stranger.sign_in(rita)
    assert stranger.get(f"{url}/talk").status_code == 404
    for act in ("ask", "try", "end"):
        form = {"seen": "asking_them", "how": "called", "ground": "talked"}
        stranger.post(f"{url}/talk/{act}", form, on="/")
    page = view_page(public.side, open_page(public.side, amira))
    assert page.talk is None
