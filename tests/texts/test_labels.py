"""Every question, option, step, problem and code of re:hub has words, and no words are left over."""

from __future__ import annotations

import pytest

from portal.domain.answers import ProblemCode
from portal.domain.questions import CHECK_PHRASE, CONTACT_CARD, FLOW, QUESTIONS, Kind, Question
from portal.domain.updates import WaitingFor
from portal.domain.voices import Voice
from portal.texts import labels
from portal.texts.contact_words import CONTACT_WORDS
from portal.texts.labels import STEP_NAMES, option_label, problem_words, question_words, short_name, waiting_words
from portal.texts.other_voice import OTHER_MISSING
from portal.texts.question_words import STORY_WORDS, QuestionWords
from portal.texts.sender_words import SENDER_WORDS

ALL_WORDS = {**STORY_WORDS, **SENDER_WORDS, **CONTACT_WORDS}
BY_CODE = sorted(QUESTIONS.values(), key=lambda question: question.code)


def code_of(question: Question) -> str:
    """Name a question in a test's name."""
    return question.code


def list_sentences(words: QuestionWords) -> list[str]:
    """List all that is written for a question."""
    own = [words.label, words.hint, words.short]
    return [each for each in (*own, *(part for w in words.options.values() for part in (w.label, w.hint))) if each]


def test_questions_and_their_words_are_paired() -> None:
    """None without words, no words without a question, none with two."""
    assert set(ALL_WORDS) == set(QUESTIONS)
    assert len(ALL_WORDS) == len(STORY_WORDS) + len(SENDER_WORDS) + len(CONTACT_WORDS)
    assert {*CONTACT_CARD, *CHECK_PHRASE} <= set(QUESTIONS)


@pytest.mark.parametrize("question", BY_CODE, ids=code_of)
def test_options_and_their_words_are_paired(question: Question) -> None:
    """Each one that may be chosen, and no other."""
    assert set(question_words(question.code).options) == set(question.options)


@pytest.mark.parametrize("question", BY_CODE, ids=code_of)
def test_two_options_never_read_the_same(question: Question) -> None:
    """Whoever reads them must be able to tell them apart."""
    shown = [option_label(question.code, option) for option in question.options]
    assert len(set(shown)) == len(shown)
    assert not set(shown) & set(question.options) - {""}


@pytest.mark.parametrize("question", BY_CODE, ids=code_of)
def test_a_question_has_a_label_and_a_name_for_lists(question: Question) -> None:
    """Short enough for one line; a question's own label where it has no other name."""
    words = question_words(question.code)
    assert words.label
    assert short_name(question.code) == (words.short or words.label)
    assert len(short_name(question.code)) <= 60


@pytest.mark.parametrize("code", sorted(ALL_WORDS))
def test_words_are_clean(code: str) -> None:
    """No markup, no doubled spaces, no sign that a translator could trip over."""
    for sentence in list_sentences(ALL_WORDS[code]):
        assert sentence == " ".join(sentence.split())
        assert not set(sentence) & set("<>%{}")


def test_an_answer_in_own_words_is_its_own_label() -> None:
    """It is never looked up as a code of another question."""
    assert option_label("name", "theft") == "theft"
    assert option_label("harm", "theft") != "theft"


def test_steps_and_their_names_are_paired() -> None:
    """In the order of the flow, each name once."""
    assert list(STEP_NAMES) == [step.slug for step in FLOW]
    assert len(set(STEP_NAMES.values())) == len(STEP_NAMES)


@pytest.mark.parametrize("code", ProblemCode)
@pytest.mark.parametrize("question", BY_CODE, ids=code_of)
def test_every_problem_says_what_to_do(question: Question, code: ProblemCode) -> None:
    """Without a full stop, as error messages are; with numbers only where there are numbers to fill in."""
    words = problem_words(question.code, code)
    assert words
    assert not words.endswith(".")
    filled = words % {"limit": 80, "over": 7} if code is ProblemCode.TOO_LONG else words
    assert "%" not in filled
    assert ("80" in filled, "7" in filled) == ((True, True) if code is ProblemCode.TOO_LONG else (False, "7" in words))


def test_every_question_that_must_be_answered_has_words_of_its_own_for_that() -> None:
    """And no others have."""
    required = {code for code, question in QUESTIONS.items() if question.is_required}
    general = problem_words("age", ProblemCode.MISSING)
    assert {code for code in QUESTIONS if problem_words(code, ProblemCode.MISSING) != general} == required
    assert set(labels._MISSING) == required
    assert set(OTHER_MISSING) <= required
    assert problem_words("name", ProblemCode.MISSING, (Voice.OTHER,)) == "Write a name we may call them"


def test_every_code_of_rehub_has_words_but_the_one_never_shown() -> None:
    """That they wait for the other person would tell that they have asked them."""
    assert [code for code in WaitingFor if waiting_words(code) is None] == [WaitingFor.PERSON]
    shown = [waiting_words(code) for code in WaitingFor]
    assert len(set(shown)) == len(shown)


def test_a_question_that_asks_for_a_choice_has_options() -> None:
    """All but those whose choices come from the areas."""
    for question in QUESTIONS.values():
        assert bool(question.options) == (question.kind in {Kind.ONE, Kind.SEVERAL, Kind.AGREEMENT})
