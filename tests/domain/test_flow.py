"""Ways through the form: whatever is answered, changed and answered again, nothing stale is ever sent."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.answers import (
    drop_hidden,
    find_unfinished,
    is_abuse_branch,
    list_steps,
    merge,
    parse_step,
)
from portal.domain.questions import FLOW, QUESTIONS, Answers, Step, find_step
from tests.builders import AMIRAS_PAGES, SOME_AREAS
from tests.walks import draw_page

PLACES = ("LS1 4AP", "NP7", "y fenni", "Leeds")
LISTED = [area.code for area in SOME_AREAS.areas]


def answer(step: Step, raw: Mapping[str, list[str]], answers: Answers) -> dict[str, tuple[str, ...]]:
    parsed = parse_step(step, raw, answers, SOME_AREAS)
    assert not parsed.problems
    return merge(answers, step, parsed)


def assert_nothing_stale(answers: Answers) -> None:
    way = list_steps(answers)
    asked = {
        question.code
        for step in FLOW
        if step.applies(answers)
        for question in step.questions
        if question.applies(answers)
    }
    assert set(answers) <= asked | {"place_found", "candidates"}
    assert "which" not in {step.slug for step in way} or "candidates" in answers
    assert drop_hidden(answers) == answers


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data(), st.integers(0, 30))
def test_every_way_ends_ready_to_send_or_at_a_page_that_is_an_end(data: st.DataObject, wandering: int) -> None:
    answers: Answers = {}
    visited: frozenset[str] = frozenset()
    for number in range(wandering + len(FLOW) + 1):
        step = find_unfinished(answers, visited)
        if number < wandering and (step is None or step.is_end or data.draw(st.booleans())):
            seen = [each for each in list_steps(answers) if each.slug in visited] or [FLOW[0]]
            step = data.draw(st.sampled_from(seen))  # goes back and answers a page again
        if step is None or step.is_end:
            break
        answers = answer(step, draw_page(data, step, answers, PLACES, LISTED), answers)
        visited |= {step.slug}
        assert_nothing_stale(answers)
    else:
        pytest.fail(f"no end in sight after {sorted(visited)}")
    needed = {
        question.code
        for each in list_steps(answers)
        for question in each.questions
        if question.is_required and question.applies(answers)
    }
    assert needed <= set(answers)
    assert answers["who_for"] != ("me",) or "area" in answers


@pytest.mark.parametrize(
    ("slug", "raw", "gone"),
    [
        (
            "contact",
            {"contact_method": ["email"]},
            {"phone", "leave_message", "say_who", "if_others_answer", "code_word"},
        ),
        ("contact", {"contact_method": ["none"]}, {"phone", "days", "hours", "leave_message", "say_who", "code_word"}),
        ("where", {"place": ["NP7"]}, {"area"}),
        ("hopes", {"hopes": ["apology"]}, {"hopes_words"}),
        ("what", {}, {"harm"}),
    ],
)
def test_changing_an_earlier_answer_takes_what_hung_on_it(slug: str, raw: dict[str, list[str]], gone: set[str]) -> None:
    answers: Answers = {}
    for step in FLOW:
        if step.slug in AMIRAS_PAGES:
            answers = merge(answers, step, parse_step(step, AMIRAS_PAGES[step.slug], answers, SOME_AREAS))
    assert gone <= set(answers)
    changed = find_step(slug)
    assert changed is not None
    assert not gone & set(answer(changed, raw, answers))


def test_choosing_another_place_forgets_the_choice_between_areas() -> None:
    where, which = find_step("where"), find_step("which")
    assert where is not None
    assert which is not None
    chosen = answer(which, {"candidate": ["gwent"]}, answer(where, {"place": ["NP7"]}, {}))
    assert chosen["area"] == ("gwent",)
    assert answer(where, {"place": ["Leeds"]}, chosen) == {"area": ("west-yorkshire",)}


@pytest.mark.parametrize("who_for", ["someone_supported", "someone_worked_with"])
def test_asking_for_somebody_else_ends_at_a_page_and_cannot_be_sent(who_for: str) -> None:
    everything = frozenset(step.slug for step in FLOW)
    unfinished = find_unfinished({"who_for": (who_for,)}, everything)
    assert unfinished is not None
    assert (unfinished.slug, unfinished.is_end) == ("other", True)


@pytest.mark.parametrize("harm", QUESTIONS["harm"].options)
def test_abuse_sexual_harm_and_stalking_turn_the_stricter_part_on(harm: str) -> None:
    is_strict = harm in {"domestic_abuse", "sexual", "stalking"}
    assert is_abuse_branch({"harm": ("theft", harm)}) is is_strict


def test_every_condition_looks_at_an_earlier_question_and_its_own_options() -> None:
    made = {"place_found": {"several"}}
    for step in FLOW:
        for when in (step.when, *(question.when for question in step.questions)):
            if when is not None:
                assert when.values <= made[when.question]
        made |= {question.code: set(question.options) for question in step.questions}


def test_no_code_stands_twice() -> None:
    assert len(QUESTIONS) == sum(len(step.questions) for step in FLOW)
    assert len({step.slug for step in FLOW}) == len(FLOW)
