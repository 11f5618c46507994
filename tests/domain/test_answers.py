"""Parsing one page of the form: every kind of question, kindly, and nothing forged gets through."""

from collections.abc import Sequence

import pytest

from portal.domain.answers import Parsed, ProblemCode, is_unsafe_now, merge, parse_step
from portal.domain.questions import CONTACT_CARD, QUESTIONS, Answers, find_step, get_step
from tests.builders import SOME_AREAS


def parse(slug: str, before: Answers | None = None, **raw: Sequence[str]) -> Parsed:
    step = find_step(slug)
    assert step is not None
    return parse_step(step, raw, before or {}, SOME_AREAS)


def list_problems(parsed: Parsed) -> list[tuple[str, str]]:
    return [(problem.question, problem.code.value) for problem in parsed.problems]


CALL = {"contact_method": ("call",)}
EMAIL = {"contact_method": ("email",)}
LETTER = {"contact_method": ("letter",)}
SEVERAL = {"place_found": ("several",), "candidates": ("gwent", "west-mercia")}
GOOD: list[tuple[str, Answers, dict[str, list[str]], dict[str, tuple[str, ...]]]] = [
    ("who", {}, {"who_for": ["me"]}, {"who_for": ("me",)}),
    ("who", {}, {"who_for": ["", "me", "me"]}, {"who_for": ("me",)}),
    ("age", {}, {}, {}),
    ("begin", {}, {"understood": ["yes"]}, {"understood": ("yes",)}),
    ("what", {}, {"harm": ["theft", "death", "theft"]}, {"harm": ("theft", "death")}),
    ("what", {}, {"harm": ["death", "theft"]}, {"harm": ("theft", "death")}),
    ("what", {}, {"harm": ["not_said"]}, {"harm": ("not_said",)}),
    ("name", {}, {"name": ["  Amira\u00a0 al-Said "]}, {"name": ("Amira al-Said",)}),
    ("more", {}, {"anything_else": ["One\r\ntwo\rthree"]}, {"anything_else": ("One\ntwo\nthree",)}),
    ("more", {}, {"anything_else": [" \n "]}, {}),
    ("more", {}, {"unknown_field": ["x"]}, {}),
    ("reach", EMAIL, {"email": ["a@b.example"]}, {"email": ("a@b.example",)}),
    ("reach", EMAIL, {"email": ["a@b.example"], "phone": ["07700900123"]}, {"email": ("a@b.example",)}),
    (
        "reach",
        LETTER,
        {"address": ["1 High St\nLeeds"], "letter_warned": ["yes"]},
        {"address": ("1 High St\nLeeds",), "letter_warned": ("yes",)},
    ),
    ("where", {}, {"place": ["LS1 4AP"]}, {"area": ("west-yorkshire",)}),
    ("where", {}, {"area": ["not_sure"]}, {"area": ("not_sure",)}),
    ("where", {}, {"area": ["gwent"], "place": ["Leeds"]}, {"area": ("gwent",)}),
    ("where", {}, {"place": ["NP7"]}, {"place_found": ("several",), "candidates": ("gwent", "west-mercia")}),
    ("which", SEVERAL, {"candidate": ["west-mercia"]}, {"candidate": ("west-mercia",), "area": ("west-mercia",)}),
    ("which", SEVERAL, {"candidate": ["not_sure"]}, {"candidate": ("not_sure",), "area": ("not_sure",)}),
]
BAD: list[tuple[str, Answers, dict[str, list[str]], list[tuple[str, str]]]] = [
    ("who", {}, {}, [("who_for", "missing")]),
    ("who", {}, {"who_for": [""]}, [("who_for", "missing")]),
    ("who", {}, {"who_for": ["somebody_else"]}, [("who_for", "not_offered")]),
    ("who", {}, {"who_for": ["me", "someone_supported"]}, [("who_for", "not_offered")]),
    ("begin", {}, {}, [("understood", "missing")]),
    ("reach", LETTER, {"address": ["1 High St"]}, [("letter_warned", "missing")]),
    ("begin", {}, {"understood": ["no"]}, [("understood", "not_offered")]),
    ("what", {}, {"harm": ["theft", "forged"]}, [("harm", "not_offered")]),
    ("what", {}, {"harm": ["theft", "not_said"]}, [("harm", "stands_alone")]),
    ("name", {}, {"name": ["\u202e \u200b\x00"]}, [("name", "missing")]),
    ("name", {}, {"name": ["x" * 81]}, [("name", "too_long")]),
    ("reach", CALL, {}, [("phone", "missing")]),
    ("reach", CALL, {"phone": ["077"], "days": ["sunday"]}, [("phone", "not_a_phone"), ("days", "not_offered")]),
    ("reach", EMAIL, {"email": ["a@b"]}, [("email", "not_an_email")]),
    ("reach", EMAIL, {"email": ["a@b.example, c@d.example"]}, [("email", "not_an_email")]),
    ("reach", CALL, {"phone": ["07700900123"], "days": ["any_day", "monday"]}, [("days", "stands_alone")]),
    ("where", {}, {}, [("place", "place_missing")]),
    ("where", {}, {"place": ["Nowhere"]}, [("place", "place_unknown")]),
    ("where", {}, {"place": ["x" * 81]}, [("place", "too_long")]),
    ("where", {}, {"area": ["forged"]}, [("area", "not_offered")]),
    ("which", SEVERAL, {}, [("candidate", "missing")]),
    ("which", SEVERAL, {"candidate": ["west-yorkshire"]}, [("candidate", "not_offered")]),
]


@pytest.mark.parametrize(("slug", "before", "raw", "answers"), GOOD)
def test_a_good_page_gives_its_answers(slug: str, before: Answers, raw: dict[str, list[str]], answers: Answers) -> None:
    assert parse(slug, before, **raw) == Parsed(dict(answers), ())


@pytest.mark.parametrize(("slug", "before", "raw", "problems"), BAD)
def test_a_bad_page_names_each_problem(
    slug: str, before: Answers, raw: dict[str, list[str]], problems: list[tuple[str, str]]
) -> None:
    assert list_problems(parse(slug, before, **raw)) == problems


def test_a_page_left_open_that_is_no_longer_asked_changes_nothing() -> None:
    chosen = {"area": ("west-yorkshire",)}
    assert parse("which", chosen, candidate=["not_sure"]) == Parsed({}, ())
    assert parse("reach", {"contact_method": ("none",)}, phone=["07700 900123"]) == Parsed({}, ())


def test_a_good_area_choice_is_not_kept_with_the_half_postcode() -> None:
    assert "place" not in parse("where", place=["LS1 4AP"]).answers


@pytest.mark.parametrize("over", [0, 1, 500])
def test_a_text_may_be_exactly_as_long_as_it_says(over: int) -> None:
    limit = QUESTIONS["anything_else"].max_length
    problems = parse("more", anything_else=["é" * (limit + over)]).problems
    if over == 0:
        assert not problems
    else:
        assert [(each.code, each.limit, each.over) for each in problems] == [(ProblemCode.TOO_LONG, limit, over)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900 123", "07700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("(01632) 960-001", "01632960001"),
        ("٠٧٧٠٠٩٠٠١٢٣", "07700900123"),
        ("۰۷۷۰۰ ۹۰۰۱۲۳", "07700900123"),
        ("০৭৭০০ ৯০০১২৩", "07700900123"),
        ("੦੭੭੦੦ ੯੦੦੧੨੩", "07700900123"),
        ("૦૭૭૦૦ ૯૦૦૧૨૩", "07700900123"),
        ("\u202a+44 7700 900123\u202c", "+447700900123"),
        ("077009", None),
        ("1234567890123456", None),
        ("07700 900123 ext 12", None),
        ("07700 900123 after 5", None),
        ("no telephone", None),
        ("+44 (0)7700 900 123", "+447700900123"),
        ("0044 (0) 7700 900 123", "00447700900123"),
        ("(+44) 7700 900 123", "+447700900123"),
        ("(0)1632 960 001", "01632960001"),
        ("01632 960001/2", None),
        ("07700 900123²", None),
        ("07700 900①②③", None),
        ("07700 900123, 07700 900124", None),
        ("07700+900123", None),
    ],
)
def test_a_telephone_number_is_read_in_any_script_and_never_guessed(typed: str, kept: str | None) -> None:
    parsed = parse("reach", CALL, phone=[typed])
    assert parsed.answers.get("phone") == ((kept,) if kept else None)
    assert list_problems(parsed) == ([] if kept else [("phone", "not_a_phone")])


def test_only_a_long_text_keeps_its_lines() -> None:
    """What else becomes of a text is test_free_text's."""
    lines = "one\r\ntwo\x00\u202e"
    assert parse("more", anything_else=[lines]).answers == {"anything_else": ("one\ntwo",)}
    assert parse("name", name=[lines]).answers == {"name": ("one two",)}


@pytest.mark.parametrize(
    ("answers", "is_unsafe"),
    [
        ({}, False),
        ({"in_danger": ("no",), "device_safe": ("yes",)}, False),
        ({"in_danger": ("yes",)}, True),
        ({"in_danger": ("not_sure",)}, True),
        ({"device_safe": ("no",)}, True),
        ({"device_safe": ("not_sure",)}, True),
    ],
)
def test_not_sure_counts_as_not_safe(answers: Answers, is_unsafe: bool) -> None:
    assert is_unsafe_now(answers) is is_unsafe


@pytest.mark.parametrize("now", ["text", "someone_else", "email", "letter", "none"])
def test_nothing_said_of_one_way_of_contact_is_taken_for_another(now: str) -> None:
    """Neither the number, nor its days and hours, nor what may be said: each is asked for again."""
    before: Answers = {**CALL, "phone": ("07700900123",), "days": ("tuesday",), "leave_message": ("yes",)}
    step = get_step("contact")
    after = merge(before, step, parse_step(step, {"contact_method": [now]}, before, SOME_AREAS))
    assert {code: after[code] for code in CONTACT_CARD if code in after} == {"contact_method": (now,)}
    same = merge(before, step, parse_step(step, {"contact_method": ["call"]}, before, SOME_AREAS))
    assert same == before
