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
    visit,
)
from portal.domain.questions import CHECK_PHRASE, FLOW, QUESTIONS, SENDER, Answers, Step, find_step, is_for_other
from tests.builders import AMIRAS_PAGES, SOME_AREAS, Typed
from tests.random_answers import draw_page
from tests.senders import DEES_PAGES, PATS_PAGES

PLACES = ("LS1 4AP", "NP7", "y fenni", "Leeds")
LISTED = [area.code for area in SOME_AREAS.areas]


def answer(step: Step, raw: Mapping[str, list[str]], answers: Answers) -> dict[str, tuple[str, ...]]:
    parsed = parse_step(step, raw, answers, SOME_AREAS)
    assert not parsed.problems
    return merge(answers, step, parsed)


def fill_in(pages: Mapping[str, Typed]) -> Answers:
    answers: Answers = {}
    for step in FLOW:
        if step.slug in pages:
            answers = merge(answers, step, parse_step(step, pages[step.slug], answers, SOME_AREAS))
    return answers


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


def assert_of_one_person(answers: Answers) -> None:
    """Whoever asks for themself is nobody's sender; whoever asks for another has their agreement and proves nothing."""
    if is_for_other(answers):
        assert answers["agreement"] == ("yes",)
        assert {"agreed_how", "sender_name", "sender_way"} <= set(answers)
        assert not {*CHECK_PHRASE, "rhythm"} & set(answers)
        assert ("organisation" in answers) is (answers["who_for"] == ("someone_worked_with",))
    else:
        assert not set(SENDER) & set(answers)
        assert {"check_phrase", "rhythm"} <= set(answers)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data(), st.integers(0, 30))
def test_every_way_ends_ready_to_send(data: st.DataObject, wandering: int) -> None:
    answers: Answers = {}
    visited: frozenset[str] = frozenset()
    for number in range(wandering + len(FLOW) + 1):
        step = find_unfinished(answers, visited)
        if number < wandering and (step is None or data.draw(st.booleans())):
            seen = [each for each in list_steps(answers) if each.slug in visited] or [FLOW[0]]
            step = data.draw(st.sampled_from(seen))  # goes back and answers a page again
        if step is None:
            break
        before, answers = answers, answer(step, draw_page(data, step, answers, PLACES, LISTED), answers)
        visited = visit(visited, step, before, answers)
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
    assert "area" in answers
    assert_of_one_person(answers)


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
    answers = fill_in(AMIRAS_PAGES)
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


FILLED = {"Amira": AMIRAS_PAGES, "Dee": DEES_PAGES, "Pat": PATS_PAGES}


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.parametrize("who_for", QUESTIONS["who_for"].options)
def test_a_form_that_turns_to_another_person_begins_anew(name: str, who_for: str) -> None:
    """So that nobody's number, name or agreement passes for another's; of one's own, all stays."""
    answers = fill_in(FILLED[name])
    everything = frozenset(step.slug for step in list_steps(answers))
    assert find_unfinished(answers, everything) is None
    changed = answer(FLOW[0], {"who_for": [who_for]}, answers)
    if is_for_other(answers) is is_for_other({"who_for": (who_for,)}):
        assert {"name", "phone", "harm"} & set(changed) == {"name", "phone", "harm"} & set(answers)
        assert visit(everything, FLOW[0], answers, changed) == everything
    else:
        assert changed == {"who_for": (who_for,)}
        assert visit(everything, FLOW[0], answers, changed) == {"who"}


def test_between_the_two_who_send_for_somebody_else_only_what_each_is_asked_stays() -> None:
    """The agreement stays: it is the same person's."""
    changed = answer(FLOW[0], {"who_for": ["someone_supported"]}, fill_in(PATS_PAGES))
    assert not {"organisation", "role"} & set(changed)
    assert changed["agreement"] == ("yes",)


@pytest.mark.parametrize("without", ["agreement", "knows_what", "agreed_how"])
def test_nobody_is_asked_for_without_their_recorded_agreement(without: str) -> None:
    raw = {code: values for code, values in DEES_PAGES["agreed"].items() if code != without}
    agreed = find_step("agreed")
    assert agreed is not None
    parsed = parse_step(agreed, raw, {"who_for": ("someone_supported",)}, SOME_AREAS)
    assert [(each.question, each.code.value) for each in parsed.problems] == [(without, "missing")]


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
