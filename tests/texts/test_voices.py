"""Other words for the same questions: only for questions and options there are, and never back to "harmed you"."""

from __future__ import annotations

import pytest

from portal.domain.questions import CHECK_PHRASE, FLOW, QUESTIONS, SENDER
from portal.domain.voices import Voice, is_under_18, list_voices
from portal.texts.labels import option_label, question_words, short_name, step_name
from portal.texts.voices import STEP_VARIANTS, VARIANTS

SEEN = (Voice.SAW, Voice.FAMILY)


@pytest.mark.parametrize("voice", Voice)
def test_variants_belong_to_questions_options_and_steps_there_are(voice: Voice) -> None:
    assert set(VARIANTS[voice]) <= set(QUESTIONS)
    assert set(STEP_VARIANTS[voice]) <= {step.slug for step in FLOW}
    for code, words in VARIANTS[voice].items():
        assert set(words.options) <= set(QUESTIONS[code].options)
        assert len(short_name(code, (voice,))) <= 60
        for sentence in (words.label, words.hint, *(option.label for option in words.options.values())):
            assert sentence == " ".join(sentence.split())
            assert not set(sentence) & set("<>%{}")


@pytest.mark.parametrize("voice", Voice)
@pytest.mark.parametrize("code", QUESTIONS)
def test_every_option_keeps_words_that_differ_from_the_others(voice: Voice, code: str) -> None:
    options = question_words(code, (voice,)).options
    assert set(options) == set(QUESTIONS[code].options)
    assert len({words.label for words in options.values()}) == len(options)


@pytest.mark.parametrize("voice", SEEN)
def test_nobody_who_saw_it_or_lost_somebody_is_asked_who_harmed_them(voice: Voice) -> None:
    for voices in ((voice,), (voice, Voice.CHILD)):
        said = [question_words(code, voices) for code in QUESTIONS]
        sentences = [sentence for words in said for sentence in (words.label, words.hint, words.short)]
        sentences += [
            each for words in said for option in words.options.values() for each in (option.label, option.hint)
        ]
        assert not [each for each in sentences if "harmed you" in each]
        assert not [step.slug for step in FLOW if "harmed you" in step_name(step.slug, voices)]


ASKED_OF_SENDERS = [each for each in QUESTIONS if each not in {*SENDER, *CHECK_PHRASE, "who_for", "rhythm"}]


OF_THEIR_OWN = ("harmed you", "to me", "I want", "I have questions", "I did not", "who I am", "Are you", "o you ")


@pytest.mark.parametrize("code", ASKED_OF_SENDERS)
def test_whoever_sends_for_somebody_else_is_not_asked_as_if_it_had_happened_to_them(code: str) -> None:
    """Nor does an option speak for "me"."""
    words = question_words(code, (Voice.OTHER,))
    said = [words.label, words.hint, words.short, *(each.label for each in words.options.values())]
    assert not [(sentence, part) for sentence in said for part in OF_THEIR_OWN if part in sentence]


def test_a_sender_is_spoken_to_in_one_voice_whoever_they_ask_for() -> None:
    """Not as a child, nor as somebody who saw it: that is the person they tell of."""
    answers = {"who_for": ("someone_supported",), "age": ("under_18",), "connection": ("saw",)}
    assert (list_voices(answers), is_under_18(answers)) == ((Voice.OTHER,), True)
    assert step_name("them", (Voice.OTHER,)) == "About the person who did it"
    assert option_label("harm", "sexual", (Voice.OTHER,)) == "Something sexual that somebody did not want"


def test_what_happened_to_whom_comes_before_how_simply_it_is_said() -> None:
    both = {"age": ("under_18",), "connection": ("saw",)}
    assert list_voices(both) == (Voice.SAW, Voice.CHILD)
    assert question_words("know_who", list_voices(both)).label == "Do you know who did it?"
    assert question_words("name", list_voices(both)).hint == "Your first name, or any name you like."


@pytest.mark.parametrize("answers", [{}, {"age": ("adult",), "connection": ("self",)}, {"age": ("not_said",)}])
def test_everybody_else_reads_the_usual_words(answers: dict[str, tuple[str, ...]]) -> None:
    assert (list_voices(answers), is_under_18(answers)) == ((), False)
    assert question_words("know_who", list_voices(answers)).label == "Do you know who harmed you?"


def test_the_desk_reads_what_was_answered_in_one_voice_for_all() -> None:
    assert option_label("connection", "family") == "It happened to someone close to me"
    assert option_label("harm", "sexual") == "Something sexual that I did not want"
