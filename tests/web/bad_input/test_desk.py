"""The desk's forms: what nobody should send. Said at the field or as a note, and the case is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask

from portal.casework.desk import MESSAGE_LENGTH, UPDATE_LENGTH
from portal.casework.staff import NewStaff
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.web.desk.sheet import TAKE
from portal.web.desk_app import create_desk_app
from tests.builders import StaffAccount, add_staff
from tests.web.bad_input.bodies import BODIES, CANARY, NO_TOKEN, OTHER_METHODS, Body
from tests.web.bad_input.stored import OF_LOOKING, read_stored
from tests.web.bad_input.texts import BLANK, ODD
from tests.web.desk.visitor import Visitor, read_words
from tests.web.reading import Page
from tests.web.scene import Scene


@pytest.fixture
def at_desk(calm: Scene, signed_in: Visitor) -> Iterator[Visitor]:
    """Give her; but for who looked when, and what she typed, nothing stored may change."""
    before = read_stored(calm.portal.side.store, OF_LOOKING)
    yield signed_in
    assert read_stored(calm.portal.side.store, OF_LOOKING) == before


@pytest.fixture(scope="module")
def url(calm: Scene) -> str:
    """Give the address of Amira's case."""
    return f"/case/{calm.amira.case.case_id}"


def list_forms(app: Flask, case_id: str) -> dict[str, str]:
    """Return endpoint and path of everything that takes a post, filled in with something good."""
    places, values = app.url_map.bind(""), {"case_id": case_id, "what": "on_hold", "notice_id": "x"}
    taking = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return {
        str(rule.endpoint): places.build(
            rule.endpoint, {name: value for name, value in values.items() if name in rule.arguments}, method="POST"
        )
        for rule in taking
    }


@pytest.mark.parametrize("kind", BODIES)
def test_what_is_no_press_of_our_own_button_is_refused(
    desk_app: Flask, calm: Scene, at_desk: Visitor, kind: str, subtests: pytest.Subtests
) -> None:
    """The same at every form: a page with the status, or on to a page that says that nothing was done."""
    body, forms = BODIES[kind], list_forms(desk_app, calm.amira.case.case_id)
    assert len(forms) >= 10
    for endpoint, path in forms.items():
        with subtests.test(endpoint):
            # one form takes a file: there it is the token that is missing
            status = NO_TOKEN if (endpoint, kind) == (TAKE, "file") else body.status
            answer = body.send(at_desk.client, path)
            assert answer.status_code == status
            assert ("Location" in answer.headers) == (status == NO_TOKEN)
            assert CANARY not in answer.get_data(as_text=True)
    assert at_desk.get("/").status_code == 200


def test_other_methods_are_told_the_right_ones(desk_app: Flask, at_desk: Visitor, subtests: pytest.Subtests) -> None:
    """And do nothing."""
    for endpoint, path in list_forms(desk_app, "x").items():
        for method in OTHER_METHODS:
            with subtests.test(endpoint, method=method):
                answer = Body(f"words={CANARY}").send(at_desk.client, path, method)
                assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)


ODD_IDS = [
    "none",
    "%00",
    "x" * 3000,
    "..",
    "é",
    "\u202e",
    "%ED%A0%80",
    "'; --",
    "00000000000000000000000000000000",
    "٠" * 32,
]


@pytest.mark.parametrize("odd", ODD_IDS, ids=lambda odd: repr(odd[:10]))
def test_an_id_that_is_none_of_ours_is_not_there(at_desk: Visitor, odd: str, subtests: pytest.Subtests) -> None:
    """To look at: not found. To send: nothing is done, and the way leads to a page that says so."""
    part = quote(odd, safe="%")
    for path in (f"/case/{part}", f"/case/{part}/links", f"/case/{part}/move?stage=closed", f"/case/{part}/contact"):
        with subtests.test(path[-20:]):
            assert at_desk.get(path).status_code in {404, 405}
    for path in ("messages", "check", "links", "move", "requests/lift", "requests/close", "contact"):
        with subtests.test(path):
            answer = at_desk.post(f"/case/{part}/{path}", {"words": CANARY, "talked": "yes"})
            assert answer.status_code in {303, 404, 405}
            assert at_desk.client.get(answer.location or "/nothing").status_code == 404
    assert at_desk.post(f"/notices/{part}").status_code in {303, 404}


@pytest.mark.parametrize("blank", [None, *BLANK.values()])
def test_a_message_of_nothing_is_asked_for(at_desk: Visitor, url: str, blank: str | None) -> None:
    """Not there at all, empty, or blanks of any kind."""
    at_desk.post(f"{url}/messages", {} if blank is None else {"words": blank}, on=url)
    page = Page(at_desk.get(url).get_data(as_text=True))
    assert page.problems == ["words"]
    assert "Write a message" in page.words


# the form, the page it stands on, its limit
TEXTS = [("messages", "", MESSAGE_LENGTH), ("move", "/move?stage=first_contact", UPDATE_LENGTH)]


@pytest.mark.parametrize(("form", "page", "limit"), TEXTS)
@pytest.mark.parametrize("over", [1, 15_000])
def test_words_that_are_too_many_are_kept_whole(
    at_desk: Visitor, url: str, form: str, page: str, limit: int, over: int
) -> None:
    """To be shortened: the page says by how much."""
    text = "م" * (limit + over - 10) + "\nthe end 1"
    fields = {"words": text, "seen": "received", "then": "first_contact"}
    answer = at_desk.post(f"{url}/{form}", fields, on=url + page)
    shown = Page(at_desk.get(answer.location).get_data(as_text=True))
    assert shown.problems == ["words"]
    assert f"has {over:,} too many" in shown.words
    assert unescape(shown.typed_in("words")) == text


STAGES = [*("", "nothing", "RECEIVED", "first_contact\x00", "٣", "x" * 5000), "__class__"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_is_none_moves_nothing(at_desk: Visitor, url: str, stage: str) -> None:
    """To look at or to send, as the stage seen or the one to come."""
    assert at_desk.get(f"{url}/move?stage={quote(stage)}").status_code == 404
    for seen, then in ((stage, "first_contact"), ("received", stage)):
        answer = at_desk.post(f"{url}/move", {"seen": seen, "then": then, "words": CANARY}, on=url)
        assert (answer.status_code, answer.location) == (303, url)
        assert "Nothing was changed." in at_desk.read(url)


@pytest.mark.parametrize("talked", ["no", "moon", "", "yes\u202e", ["yes", "no"], "0", "false"])
def test_a_tick_that_was_forged_is_none(at_desk: Visitor, url: str, talked: str | list[str]) -> None:
    """News that needs a conversation, a locked page and the first conversation all need a real one."""
    fields = {"seen": "received", "then": "not_going_ahead", "has_talked": talked}
    answer = at_desk.post(f"{url}/move", fields, on=url)
    assert "Talk with the person first" in read_words(at_desk.get(answer.location))
    at_desk.post(f"{url}/check", {"checked": [*talked, "identity", "safety"]}, on=url)
    assert "Tick all three." in at_desk.read(url)
    if talked != ["yes", "no"]:
        at_desk.post(f"{url}/requests/lift", {"talked": talked}, on=url)
        assert "Speak to the person and check their phrase first" in at_desk.read(url)


ODD_CARDS: list[dict[str, str | list[str]]] = [
    {},
    {"contact_method": "pigeon"},
    {"contact_method": ["call", "none"]},
    {"contact_method": "call", "phone": "²" * 11},
    {"contact_method": "call", "phone": "07700 900 123", "leave_message": "maybe"},
    {"contact_method": "email", "email": "a@b.example, c@d.example"},
    {"contact_method": "letter", "address": "x" * 20_000},
    {"contact_method": "call", "phone": "07700 900 123", "leave_message": "no", "say_who": "no", "proof": "moon"},
    {"contact_method": "\x00", "proof": "check_phrase", "seen": "x"},
]


@pytest.mark.parametrize("card", ODD_CARDS, ids=lambda card: str(card)[:60])
def test_a_card_that_cannot_be_changes_nobodys_contact(at_desk: Visitor, url: str, card: dict[str, str]) -> None:
    """A way that is none, a number that is none, no proof: asked again, with what was typed."""
    proved: dict[str, str | list[str]] = {"proof": "check_phrase", "seen": "0", **card}
    answer = at_desk.post(f"{url}/contact", proved, on=f"{url}/contact?contact_method=call")
    page = at_desk.get(answer.location)
    assert (answer.status_code, page.status_code) == (303, 200)


NO_SIGN_IN = [
    ({}, ["email", "password", "otp"]),
    ({"email": " \t", "password": "x", "otp": "123456"}, ["email"]),
    ({"email": "\x00\u202e", "password": "x", "otp": "123456"}, ["email"]),
    ({"email": "fay@desk.invalid", "password": "", "otp": ""}, ["password", "otp"]),
    ({"email": "nobody\x00@desk.invalid", "password": "x\x00" * 99, "otp": "١٢٣٤٥٦"}, ["email"]),
    ({"email": "' OR ''='", "password": "' OR ''='", "otp": "' OR ''='"}, ["email"]),
    ({"email": "x" * 100_000, "password": "x", "otp": "x" * 20_000}, ["email"]),
    ({"email": "nobody@desk.invalid", "password": "x" * 100_000, "otp": "🙂"}, ["email"]),
    ({"email": ["a@b.invalid", "fay@desk.invalid"], "password": ["x", "y"], "otp": ["1", "2"]}, ["email"]),
]


@pytest.mark.parametrize(("fields", "problems"), NO_SIGN_IN, ids=lambda value: str(value)[:40])
def test_nobody_signs_in_with_nonsense(
    desk_app: Flask, calm: Scene, fay: StaffAccount, fields: dict[str, str], problems: list[str]
) -> None:
    """The same answer whichever part was wrong; a password is never shown again; nothing is counted against anybody."""
    store, stranger = calm.portal.side.store, Visitor(desk_app, calm.clock)
    before = read_stored(store)
    answer = stranger.post("/sign-in", dict(fields), on="/sign-in")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = Page(stranger.get("/sign-in").get_data(as_text=True))
    assert page.problems == problems
    assert page.typed_in("password") == ""
    assert read_stored(store) == before


@pytest.mark.parametrize("otp", ["٠", "０", "𝟎"])
def test_a_one_time_code_counts_in_plain_digits_only_as_the_telephone_shows_them(
    desk_app: Flask, calm: Scene, otp: str
) -> None:
    """Other digits are a wrong code, not a mistake of ours."""
    stranger = Visitor(desk_app, calm.clock)
    assert stranger.try_to_sign_in("nobody@desk.invalid", "x", otp * 6).location == "/sign-in"


@pytest.mark.parametrize("name", ODD)
def test_a_message_is_sent_by_the_one_rule(scene: Scene, name: str) -> None:
    """And the same one again, however it was typed, is not sent twice."""
    app = create_desk_app(scene.data.settings(Role.DESK), clock=scene.clock)
    side, typed, case_url = app.extensions["portal"].side, ODD[name], f"/case/{scene.ben.case.case_id}"
    visitor = Visitor(app, scene.clock)
    visitor.sign_in(add_staff(side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR)))
    visitor.post(f"{case_url}/messages", {"words": typed.sent}, on=case_url)
    once = read_stored(side.store)["case_entry"]
    assert typed.lines in unescape(visitor.get(case_url).get_data(as_text=True))
    visitor.post(f"{case_url}/messages", {"words": f"\u202e{typed.lines}\r\n"}, on=case_url)
    assert "was not sent twice" in visitor.read(case_url)
    assert read_stored(side.store)["case_entry"] == once
    assert typed.lines in unescape(scene.visitor().open_page(scene.ben.code).html)
    side.store.close()
