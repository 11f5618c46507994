"""Each step of the form: shown, answered, and put right when something is wrong."""

from __future__ import annotations

import json
from html import unescape

import pytest

from portal.domain.questions import FLOW
from tests.builders import AMIRAS_PAGES
from tests.languages import LANGS
from tests.web.referral.drafts import read_all, read_answers
from tests.web.scene import SANAS_PAGES, Scene, Visitor

ASKED_OF_AMIRA = [slug for slug in AMIRAS_PAGES if slug != "other"]


def test_the_start_says_what_is_coming_and_keeps_nothing(scene: Scene, visitor: Visitor) -> None:
    """Nothing is begun by looking."""
    page = visitor.look("refer")
    assert "You can ask for restorative justice yourself." in page.words
    assert "draft" not in (scene.portal.cookies.open(visitor.cookie) or {})
    assert visitor.look("refer/who").address == "/en/refer"


def test_the_form_asks_one_thing_after_the_other_and_ends_at_the_check(visitor: Visitor) -> None:
    """Every answer is a 303 to the next step, in the order of the flow."""
    visitor.fill_in(AMIRAS_PAGES)
    steps = [address.rsplit("/", 1)[1] for address in visitor.addresses if "/refer/" in address]
    assert list(dict.fromkeys(steps)) == [*ASKED_OF_AMIRA, "check"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("slug", ASKED_OF_AMIRA)
def test_a_step_draws_a_field_for_each_of_its_questions(scene: Scene, lang: str, slug: str) -> None:
    """With one h1, the way back, and the step's place in the form."""
    visitor = scene.with_draft()
    visitor.lang = lang
    page = visitor.look(f"refer/{slug}")
    step = next(each for each in FLOW if each.slug == slug)
    named = {each.get("name") for tag in ("input", "textarea", "select") for each in page.list_tags(tag)}
    answers = {code: tuple(values) for code, values in read_answers(scene, visitor).items()}
    assert named - {"csrf_token"} == {question.code for question in step.questions if question.applies(answers)}
    assert len(page.list_tags("h1")) == 1
    assert {form["autocomplete"] for form in page.list_tags("form")} == {"off"}
    assert [page.status, page.problems] == [200, []]


@pytest.mark.parametrize("slug", ASKED_OF_AMIRA)
def test_a_step_shows_what_was_answered_before(scene: Scene, slug: str) -> None:
    """So that Back loses nothing; the place alone is not there any more, only the area."""
    page = scene.with_draft().look(f"refer/{slug}")
    for code, values in AMIRAS_PAGES[slug].items():
        if code == "place":
            assert page.typed_in("place") == ""
        elif code == "phone":
            assert page.typed_in("phone") == "07700900123"
        elif page.values_of(code):
            assert set(page.values_of(code)) == set(values)
        else:
            assert page.typed_in(code) == values[0]


# step, what is sent, the questions with a problem, the words of the first problem
BAD_ANSWERS = [
    ("who", {}, ["who_for"], "Choose who this is for"),
    ("who", {"who_for": "a_forged_one"}, ["who_for"], "Choose one of the answers on the page"),
    ("who", {"who_for": ["me", "someone_supported"]}, ["who_for"], "Choose one of the answers on the page"),
    ("begin", {}, ["understood"], "Tick the box when you have read this page"),
    ("what", {"harm": ["theft", "not_said"]}, ["harm"], "do not go together"),
    ("what", {"harm": ["theft", "<script>"]}, ["harm"], "Choose one of the answers on the page"),
    ("them", {"custody": "moon", "court_order": "moon"}, ["custody", "court_order"], "Choose one of the answers"),
    ("where", {}, ["place"], "Write a place, or choose from the list"),
    ("where", {"place": "Atlantis"}, ["place"], "We do not know that place"),
    ("where", {"place": "x" * 81}, ["place"], "has 1 too many"),
    ("where", {"area": "atlantis"}, ["area"], "Choose one of the answers on the page"),
    ("hopes", {"hopes_words": "x" * 1007}, ["hopes_words"], "may have 1000 characters, and has 7 too many"),
    ("name", {"name": " \t\u200b"}, ["name"], "Write a name we may call you"),
    ("name", {"name": "x" * 81}, ["name"], "may have 80 characters, and has 1 too many"),
    ("contact", {"contact_method": "pigeon"}, ["contact_method"], "Choose one of the answers on the page"),
    ("reach", {"phone": "12345"}, ["phone"], "Write a phone number with all its digits"),
    ("reach", {"phone": "01632 960 001 ext 12"}, ["phone"], "Write a phone number with all its digits"),
    ("reach", {"phone": "", "days": ["monday", "any_day"]}, ["phone", "days"], "Write a phone number, or go back"),
    ("words", {}, ["leave_message", "say_who"], "Choose whether we may leave a message"),
    ("phrase", {"check_phrase": ""}, ["check_phrase"], "Write a few words that prove it is you"),
    ("more", {"anything_else": "x" * 2001}, ["anything_else"], "has 1 too many"),
    ("news", {"rhythm": "hourly"}, ["rhythm"], "Choose one of the answers on the page"),
]


@pytest.mark.parametrize(("slug", "fields", "problems", "words"), BAD_ANSWERS)
def test_a_bad_answer_is_said_with_what_to_do_and_changes_nothing(
    scene: Scene, slug: str, fields: dict[str, object], problems: list[str], words: str
) -> None:
    """Answered by 303; the page that comes has a summary that leads to each field, and keeps what was typed."""
    visitor = scene.with_draft()
    before = read_answers(scene, visitor)
    answer = visitor.send(f"refer/{slug}", fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/refer/{slug}")
    page = visitor.look(f"refer/{slug}")
    assert page.problems == problems
    assert words in page.words
    assert page.title.startswith("Error:")
    assert read_answers(scene, visitor) == before
    for target in problems:
        page.find_by_id(target)
        page.find_by_id(f"{target}-problem")
    assert visitor.look(f"refer/{slug}").problems == problems


@pytest.mark.parametrize(
    ("slug", "field", "typed"),
    [
        ("hopes", "hopes_words", "<b>why</b>\nme & mine" + "x" * 1000),
        ("name", "name", "Zoë & <co>" + "x" * 80),
        ("reach", "phone", "12345"),
        ("where", "place", "Atlantis"),
        ("more", "anything_else", "first line\n\nthird line" + "x" * 2000),
    ],
)
def test_what_was_typed_survives_the_redirect(scene: Scene, slug: str, field: str, typed: str) -> None:
    """As typed and never as a tag; and gone once the page is answered well."""
    visitor = scene.with_draft()
    page = visitor.go_on(f"refer/{slug}", {field: typed})
    assert unescape(page.typed_in(field)) == typed
    assert not page.list_tags("b") + page.list_tags("co")
    assert typed[:10] in json.loads(read_all(scene, visitor))[0]["attempt"][1][field][0]
    visitor.send(f"refer/{slug}", AMIRAS_PAGES[slug])
    assert typed[:10] not in " ".join(json.loads(read_all(scene, visitor))[0]["answers"].get(field, ""))
    assert json.loads(read_all(scene, visitor))[0]["attempt"] is None


@pytest.mark.parametrize(
    ("slug", "field", "typed", "kept"),
    [
        ("name", "name", "  Ami\x00ra\u202e \x07 of\tLeeds\r\n", "Amira of Leeds"),
        ("more", "anything_else", "one\r\ntwo\x0bthree\u2066", "one\ntwo\nthree"),
        ("reach", "phone", "٠٧٧٠٠ ٩٠٠١٢٣", "07700900123"),
        ("hopes", "hopes_words", "می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_characters_that_mislead_are_not_kept(scene: Scene, slug: str, field: str, typed: str, kept: str) -> None:
    """Control characters and turned directions go; joiners that scripts need stay."""
    visitor = scene.with_draft()
    visitor.send(f"refer/{slug}", {**AMIRAS_PAGES[slug], field: typed})
    assert read_answers(scene, visitor)[field] == [kept]


def test_only_what_the_page_asks_is_kept(scene: Scene) -> None:
    """Other fields, the form's token among them, are dropped, also when there is a problem."""
    visitor = scene.with_draft()
    visitor.send("refer/name", {"name": "", "rhythm": "monthly", "made_up": "canary-field"})
    kept = read_all(scene, visitor)
    assert "canary-field" not in kept
    assert '"csrf_token": ["' not in kept
    assert read_answers(scene, visitor)["rhythm"] == ["weekly"]


def test_after_abuse_no_contact_is_chosen_beforehand(visitor: Visitor) -> None:
    """Nobody is contacted unless they choose it; elsewhere nothing is chosen for anyone."""
    page = visitor.fill_in(SANAS_PAGES, until="contact")
    assert page.values_of("contact_method") == ["none"]
    assert "You lose nothing by it." in page.words
    visitor.send("refer/what", {"harm": ["theft"]})
    assert visitor.look("refer/contact").values_of("contact_method") == []


@pytest.mark.parametrize(("method", "part"), [("PUT", "refer"), ("DELETE", "refer/who"), ("PATCH", "refer/check")])
def test_a_wrong_method_is_refused(visitor: Visitor, method: str, part: str) -> None:
    """With the right ones named."""
    answer = visitor.client.open(visitor.path(part), method=method)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("slug", ["nothing", "steps2", "who%00", "x" * 3000])
def test_a_step_that_is_not_there_is_not_found(scene: Scene, slug: str) -> None:
    """By looking and by posting."""
    visitor = scene.with_draft()
    assert visitor.ask(f"refer/{slug}").status_code == 404
    assert visitor.send(f"refer/{slug}", at="refer/name").status_code == 404
