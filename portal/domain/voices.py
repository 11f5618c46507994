"""Who the questions speak to: a sender for somebody else, somebody who saw it, family after a death, somebody under 18.

Words: texts.voices.
"""

from enum import StrEnum

from portal.domain.questions import Answers, is_for_other


class Voice(StrEnum):
    """One way of speaking that differs from the usual one, to an adult who was harmed."""

    OTHER = "other"
    SAW = "saw"
    FAMILY = "family"
    CHILD = "child"


def is_under_18(answers: Answers) -> bool:
    """Say whether we were told that the person who was harmed is under 18."""
    return answers.get("age") == ("under_18",)


def list_voices(answers: Answers) -> tuple[Voice, ...]:
    """Return the voices for a reader, the one that matters more first: what happened to whom, then how simply."""
    if is_for_other(answers):
        # the reader is neither the child nor the witness of whom they tell
        return (Voice.OTHER,)
    told = tuple(Voice(each) for each in answers.get("connection", ()) if each in {Voice.SAW, Voice.FAMILY})
    return (*told, Voice.CHILD) if is_under_18(answers) else told
