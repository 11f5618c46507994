"""The pages that only a sender for somebody else is asked: what nobody should send is said at the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from portal.domain.questions import QUESTIONS, SENDER, Kind, Shape
from tests.builders import AMIRAS_PAGES, Typed
from tests.senders import DEES_PAGES, PATS_PAGES
from tests.web.bad_input.refused import STEP_OF, check_refused
from tests.web.bad_input.stored import OF_VISITS, put_back_drafts, read_stored
from tests.web.bad_input.texts import BLANK, ODD
from tests.web.referral.drafts import read_all, read_answers
from tests.web.scene import Scene, Visitor

CANARY = "canary-7331"
OF_PAT = {"organisation", "role", "sender_email"}
TEXTS = [code for code in SENDER if QUESTIONS[code].kind is Kind.TEXT and QUESTIONS[code].shape is Shape.ANY]
NO_NUMBER = ["²" * 11, "07700 900123 ext 12", "01632 960001/2", "ring me", "0" * 16]
NO_ADDRESS = ["pat", "a@b.example, c@d.example", "Pat <a@b.example>", "a@b", "@", "a b@c.example"]
FORGED = ["a_forged_one", "YES", "yes\u202e", "<script>", "x" * 10_000]


@pytest.fixture
def forms(calm: Scene) -> Iterator[Mapping[str, Visitor]]:
    """Give both senders with their forms filled in; but for what they type now, nothing stored may change."""
    store = calm.portal.side.store
    before = read_stored(store, OF_VISITS)
    with put_back_drafts(store):
        yield {name: calm.with_draft(name) for name in ("dee", "pat")}
    assert read_stored(store, OF_VISITS) == before


def find_form(forms: Mapping[str, Visitor], code: str) -> tuple[Visitor, Typed]:
    """Return who is asked a question, and what they sent on its page."""
    name, pages = ("pat", PATS_PAGES) if code in OF_PAT else ("dee", DEES_PAGES)
    return forms[name], pages[STEP_OF[code]]


@pytest.mark.parametrize("code", SENDER)
def test_what_has_to_be_answered_is_asked_for(
    calm: Scene, forms: Mapping[str, Visitor], code: str, subtests: pytest.Subtests
) -> None:
    """The agreement above all: missing, empty, or blanks of any kind."""
    visitor, sent = find_form(forms, code)
    others: dict[str, object] = {name: value for name, value in sent.items() if name != code}
    if not QUESTIONS[code].is_required:
        visitor.send(f"refer/{STEP_OF[code]}", others)
        assert code not in read_answers(calm, visitor)
        return
    check_refused(calm, visitor, code, others)
    for name, blank in list(BLANK.items())[:3]:
        with subtests.test(name):
            check_refused(calm, visitor, code, {**others, code: blank})


@pytest.mark.parametrize("code", [code for code in SENDER if QUESTIONS[code].options])
def test_a_choice_that_is_not_on_the_page_is_refused(
    calm: Scene, forms: Mapping[str, Visitor], code: str, subtests: pytest.Subtests
) -> None:
    """Alone or beside a good one."""
    visitor, sent = find_form(forms, code)
    for forged in FORGED:
        with subtests.test(forged[:10]):
            check_refused(calm, visitor, code, {**sent, code: [forged]})
            check_refused(calm, visitor, code, {**sent, code: [QUESTIONS[code].options[0], forged]})


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_kept_by_the_one_rule_and_one_that_is_too_long_is_not(
    calm: Scene, forms: Mapping[str, Visitor], code: str, subtests: pytest.Subtests
) -> None:
    """It waits on the page, whole, to be shortened."""
    visitor, sent = find_form(forms, code)
    limit = QUESTIONS[code].max_length
    for name, typed in list(ODD.items())[:4]:
        with subtests.test(name):
            visitor.send(f"refer/{STEP_OF[code]}", {**sent, code: typed.sent})
            assert read_answers(calm, visitor)[code] == [typed.line]
    check_refused(calm, visitor, code, {**sent, code: "م" * (limit + 7)})
    assert f"may have {limit} characters, and has 7 too many" in visitor.look(f"refer/{STEP_OF[code]}").words


NOT_THAT = [*(("sender_phone", text) for text in NO_NUMBER), *(("sender_email", text) for text in NO_ADDRESS)]


@pytest.mark.parametrize(("code", "text"), NOT_THAT)
def test_what_is_no_number_and_no_address_is_not_guessed_at(
    calm: Scene, forms: Mapping[str, Visitor], code: str, text: str
) -> None:
    """Nobody is rung by chance."""
    visitor, sent = find_form(forms, code)
    check_refused(calm, visitor, code, {**sent, code: text})


def test_what_only_a_sender_is_asked_is_not_taken_from_anybody_else(calm: Scene, forms: Mapping[str, Visitor]) -> None:
    """Nor is a sender's own proof or rhythm taken for the person's."""
    with put_back_drafts(calm.portal.side.store):
        own = calm.with_draft("amira")
        for slug in ("agreed", "sender", "line"):
            own.send(f"refer/{slug}", {code: CANARY for code in SENDER} | {"agreement": "yes"}, at="refer/name")
        assert not set(SENDER) & set(read_answers(calm, own))
        assert CANARY not in read_all(calm, own)
    for slug in ("phrase", "news"):
        forms["dee"].send(f"refer/{slug}", AMIRAS_PAGES[slug], at="refer/name")
    assert not {"check_phrase", "rhythm"} & set(read_answers(calm, forms["dee"]))


def test_no_trial_notice_leaves_for_somebody_else(calm: Scene, forms: Mapping[str, Visitor]) -> None:
    """Else a sender could have messages sent to whomever they like (the fixture compares what waits)."""
    dee = forms["dee"]
    dee.send("refer/contact", {"contact_method": "email"})
    dee.send("refer/reach", {"email": "noor@home.example"})
    page = dee.go_on("refer/words/try", {"wording": "news"}, at="refer/words")
    assert (page.address, "Send me one now" in page.words) == ("/en/refer/words", False)
