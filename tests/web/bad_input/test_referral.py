"""The self-referral: every step with what nobody should send. Said kindly at the field, and the draft is as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.domain.questions import FLOW, QUESTIONS, Kind
from tests.builders import AMIRAS_PAGES
from tests.web.bad_input.refused import STEP_OF, check_refused
from tests.web.bad_input.stored import OF_VISITS, put_back_drafts, read_stored
from tests.web.bad_input.texts import BLANK, ODD
from tests.web.referral.drafts import read_all, read_answers
from tests.web.scene import Scene, Visitor

CANARY = "canary-7331"
AMIRA = {code: tuple(values) for page in AMIRAS_PAGES.values() for code, values in page.items()}
ASKED = [code for code in QUESTIONS if STEP_OF[code] in AMIRAS_PAGES and QUESTIONS[code].applies(AMIRA)]
CHOICES = [code for code in ASKED if QUESTIONS[code].kind in {Kind.ONE, Kind.AGREEMENT}]
SEVERAL = [code for code in ASKED if QUESTIONS[code].kind is Kind.SEVERAL]
NUMBERS = {"phone", "email"}
TEXTS = [code for code in ASKED if QUESTIONS[code].kind in {Kind.TEXT, Kind.LONG_TEXT} and code not in NUMBERS]
FORGED = ["a_forged_one", "ME", "yes\u202e", "<script>", "0", "null", "[]", "x" * 10_000, "\x00", "🙂", "٠"]


@pytest.fixture
def filled(calm: Scene) -> Iterator[Visitor]:
    """Give somebody whose form is filled in; but for what they type now, nothing stored may change."""
    store = calm.portal.side.store
    before = read_stored(store, OF_VISITS)
    with put_back_drafts(store):
        yield calm.with_draft()
    assert read_stored(store, OF_VISITS) == before


@pytest.mark.parametrize("code", [*CHOICES, *SEVERAL])
def test_a_choice_that_is_not_on_the_page_is_refused(
    calm: Scene, filled: Visitor, code: str, subtests: pytest.Subtests
) -> None:
    """Forged by hand, or out of another version of the page."""
    for forged in FORGED if code in {"who_for", "harm"} else FORGED[:3]:
        with subtests.test(forged[:20]):
            check_refused(calm, filled, code, {**AMIRAS_PAGES[STEP_OF[code]], code: [forged]})
    good = QUESTIONS[code].options[0]
    with subtests.test("beside a good one"):
        check_refused(calm, filled, code, {code: [good, FORGED[0]]})


@pytest.mark.parametrize("code", [code for code in CHOICES if len(QUESTIONS[code].options) > 1])
def test_two_answers_to_a_question_with_one_are_refused(calm: Scene, filled: Visitor, code: str) -> None:
    """And the same one twice is one."""
    first, second, *_ = QUESTIONS[code].options
    step = AMIRAS_PAGES[STEP_OF[code]]
    check_refused(calm, filled, code, {**step, code: [first, second]})
    filled.send(f"refer/{STEP_OF[code]}", {**step, code: [first, first]})
    assert read_answers(calm, filled)[code] == [first]


@pytest.mark.parametrize("code", [code for code in ASKED if QUESTIONS[code].is_required])
def test_what_has_to_be_answered_is_asked_for(
    calm: Scene, filled: Visitor, code: str, subtests: pytest.Subtests
) -> None:
    """Missing, empty or nothing but blanks of any kind."""
    others = {name: value for name, value in AMIRAS_PAGES[STEP_OF[code]].items() if name != code}
    with subtests.test("missing"):
        check_refused(calm, filled, code, dict(others))
    for name, blank in BLANK.items() if code in {"name", "phone"} else list(BLANK.items())[:1]:
        with subtests.test(name):
            check_refused(calm, filled, code, {**others, code: blank})


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_that_is_too_long_is_kept_to_be_shortened(
    calm: Scene, filled: Visitor, code: str, subtests: pytest.Subtests
) -> None:
    """By one, by much, in one word, in letters of many bytes; the page says by how much."""
    limit = QUESTIONS[code].max_length
    for text in ("x" * (limit + 1), "ab " * limit, "👍🏽" * limit, "م" * 15_000)[:: 1 if code == "name" else 3]:
        with subtests.test(text[:4], size=len(text)):
            check_refused(calm, filled, code, {**AMIRAS_PAGES[STEP_OF[code]], code: text})
            over = len(text.strip()) - limit
            assert (
                f"may have {limit} characters, and has {over} too many" in filled.look(f"refer/{STEP_OF[code]}").words
            )
            assert filled.look(f"refer/{STEP_OF[code]}").typed_in(code) == text.strip()


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_kept_by_the_one_rule(calm: Scene, filled: Visitor, code: str, subtests: pytest.Subtests) -> None:
    """Also where the page is shown again: what cannot be seen is not even kept until then."""
    slug, has_lines = STEP_OF[code], QUESTIONS[code].kind is Kind.LONG_TEXT
    for name, typed in ODD.items() if code in {"name", "anything_else"} else list(ODD.items())[:3]:
        kept = typed.lines if has_lines else typed.line
        if len(kept) > QUESTIONS[code].max_length:
            continue
        with subtests.test(name):
            filled.send(f"refer/{slug}", {**AMIRAS_PAGES[slug], code: typed.sent})
            assert read_answers(calm, filled)[code] == [kept]
            check_refused(calm, filled, code, {**AMIRAS_PAGES[slug], code: typed.sent + "y" * 2001})
            assert not {"\\u0000", "\x00", "\u202e", "\u2066", "\x1b"} & set(read_all(calm, filled))


# field, what is typed: none of these may be taken for a number or an address
NO_NUMBER = ["²" * 11, "①" * 11, "07700 900123 ext 12", "01632 960001/2", "0x07700900123", "+" * 11, "1e10", "0" * 16]
NO_PLACE = ["Atlantis", "'; --", "LS1; ME1", "x" * 81, "🙂", "%00", "٣"]
NOT_THAT = [*(("phone", text) for text in NO_NUMBER), *(("place", text) for text in NO_PLACE)]


@pytest.mark.parametrize(("code", "text"), NOT_THAT)
def test_what_is_no_number_and_no_place_is_not_guessed_at(calm: Scene, filled: Visitor, code: str, text: str) -> None:
    """Nobody is rung, and no service is chosen, by chance."""
    check_refused(calm, filled, code, {**AMIRAS_PAGES[STEP_OF[code]], code: text})


@pytest.mark.parametrize("typed", ["LS1\x00 4AP", "\u202eLS14AP", "ls1\u00a04ap", "LS1\u200b4AP"])
def test_a_whole_postcode_is_never_kept_however_it_is_typed(calm: Scene, filled: Visitor, typed: str) -> None:
    """Not even on a page with a problem: the second half points at a few doors."""
    filled.send("refer/where", {"place": typed, "area": "atlantis"})
    assert "4AP" not in read_all(calm, filled).upper()
    filled.send("refer/where", {"place": typed})
    assert read_answers(calm, filled)["area"] == ["west-yorkshire"]
    assert "4AP" not in read_all(calm, filled).upper()


def test_fields_that_nobody_asked_for_are_dropped(calm: Scene, filled: Visitor, subtests: pytest.Subtests) -> None:
    """By the hundred, with odd names, of other steps; answers of other pages are not touched."""
    odd = {f"made_up_{number}": CANARY for number in range(300)}
    for step in FLOW:
        if step.slug in AMIRAS_PAGES:
            with subtests.test(step.slug):
                others = {code: CANARY for code in QUESTIONS if STEP_OF[code] != step.slug}
                filled.send(f"refer/{step.slug}", {**odd, **others, "\x00": CANARY, **AMIRAS_PAGES[step.slug]})
                assert CANARY not in read_all(calm, filled)


def test_a_page_that_is_no_part_of_the_way_changes_nothing(calm: Scene, filled: Visitor) -> None:
    """Such as one that was left open in another tab, or made up."""
    before = read_answers(calm, filled)
    for slug in ("agreed", "line", "which"):
        assert filled.send(f"refer/{slug}", {"candidate": "gwent"}, at="refer/name").status_code == 303
    for slug in ("nothing", "name%00", "x" * 3000, "..", "NAME", "nom\u202e"):
        assert filled.send(f"refer/{slug}", {"name": CANARY}, at="refer/name").status_code in {404, 405}
    assert read_answers(calm, filled) == before


def test_the_same_page_sent_again_changes_nothing_more(calm: Scene, filled: Visitor) -> None:
    """A double press, or Back and forward: with the same token, as often as one likes."""
    token = filled.look("refer/name").token
    answers = [filled.post("refer/name", {"name": "Ami", "csrf_token": token}) for _ in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {"/en/refer/check"}
    assert read_answers(calm, filled)["name"] == ["Ami"]


WORDINGS: list[dict[str, object]] = [
    *({}, {"wording": ""}, {"wording": "a_forged_one"}, {"wording": ["news", "library"]}, {"wording": "news\x00"}),
    {"wording": "news", "email": "somebody@else.example", "phone": "07700900999", "contact_method": "text"},
]


@pytest.mark.parametrize("fields", WORDINGS[:-1], ids=str)
def test_no_trial_notice_leaves_in_words_that_are_not_ours(
    calm: Scene, filled: Visitor, fields: dict[str, object]
) -> None:
    """The page asks again; nothing waits to be sent (the fixture compares)."""
    filled.send("refer/contact", {"contact_method": "email"})
    filled.send("refer/reach", {"email": "amira@home.example"})
    page = filled.go_on("refer/words/try", fields, at="refer/words")
    assert (page.address, page.problems) == ("/en/refer/words", ["wording"])


def test_a_trial_notice_goes_to_nobody_but_the_forms_own_address(scene: Scene) -> None:
    """Whatever else is sent along; and the same press again sends no second one."""
    visitor = scene.with_draft()
    visitor.send("refer/contact", {"contact_method": "email"})
    visitor.send("refer/reach", {"email": "amira@home.example"})
    token, before = visitor.look("refer/words").token, len(read_stored(scene.portal.side.store)["outbox"])
    for _ in range(3):
        visitor.post("refer/words/try", {**WORDINGS[-1], "csrf_token": token})
    assert len(read_stored(scene.portal.side.store)["outbox"]) == before + 1
    assert read_answers(scene, visitor)["email"] == ["amira@home.example"]
    assert "somebody@else" not in read_all(scene, visitor)
