"""The fields of the page about a talk, and what may be wrong with them. No rule: which grounds there are comes in."""

from collections.abc import Mapping, Sequence

from portal.casework.ask_to_talk import HELD_LENGTH
from portal.casework.end_talk import TOLD_LENGTH
from portal.casework.talks import Held
from portal.domain.case import RequestKind
from portal.domain.talks import Ground, Talk, Try
from portal.web.app import long_date
from portal.web.desk.case_page import stage_name
from portal.web.desk.words import problem_words
from portal.web.fields import Choice, Field

NOTHING = "nothing"  # of what is held, nothing goes onto the page
_GROUNDS: Mapping[Ground, tuple[str, str]] = {
    Ground.TALKED: ("I have talked with them about it", "By telephone or face to face, after the check question."),
    Ground.CHOSEN: ("They chose on their page to be told there", "Not confirmed by voice."),
    Ground.TRIED: ("Nobody could reach them, and I decide this as supervisor", "It goes onto their page untold."),
}
_TRIES: Mapping[Try, tuple[str, str]] = {
    Try.CALLED: ("I tried to reach them as their card says", ""),
    Try.WROTE: ("I wrote to them on their page, and waited", "For those whom nobody may contact."),
}
_ANSWERS: Mapping[RequestKind, str] = {
    RequestKind.TALK_CALL: "Contact me, as my card says",
    RequestKind.TALK_HERE: "Tell me on my page",
    RequestKind.TALK_LATER: "Not now",
}


def answer_words(talk: Talk) -> str:
    """Return what the person answered, empty when they have not."""
    return _ANSWERS[talk.answer] if talk.answer else ""


def make_ask_field(words: str, problem: str) -> Field:
    """Return the box for news that waits for the talk."""
    return Field(
        name="words",
        kind="textarea",
        label="News that waits for the talk (leave it empty to just talk)",
        hint="Nobody outside your service can read it, or tell whether there is any. They read it once you have "
        "talked. Never where the other person is, or what they said.",
        value=words,
        problem=_shorten(HELD_LENGTH, words) if problem == "held_too_long" else "",
        max_length=HELD_LENGTH,
        rows=4,
        spellcheck=True,
    )


def make_try_field(problem: str, *, may_call: bool) -> Field:
    """Return the choice of how somebody tried; only what their card and their requests allow."""
    # Safety: where nobody may contact the person, trying to is not even offered
    offered = tuple(Try) if may_call else (Try.WROTE,)
    return Field(
        name="how",
        kind="radios",
        label="How did you try?",
        choices=tuple(Choice(each.value, _TRIES[each][0], _TRIES[each][1]) for each in offered),
        problem=problem_words(problem) if problem == "how_missing" else "",
    )


def make_end_fields(grounds: Sequence[Ground], held: Sequence[Held], words: str, problem: str) -> tuple[Field, ...]:
    """Return the fields of ending a talk: why, what of the held news goes onto the page, and words beside it."""
    newest = next((each.news for each in held if each.news), None)
    fields = [_make_ground_field(grounds, problem)]
    if newest:
        fields.append(_make_shows_field(held, problem))
    fields.append(
        Field(
            name="told",
            kind="textarea",
            label="Words of your own to them" if newest else "What they read then (you can leave this empty)",
            hint="They stand under the words above. You can leave this empty."
            if newest
            else "Nothing is held. Where they chose to be told on their page, write it here.",
            value=words or (newest.words if newest else ""),
            problem=_end_words_problem(problem, words),
            max_length=TOLD_LENGTH,
            rows=4,
            spellcheck=True,
        )
    )
    return tuple(fields)


def find_end_problem(ground: str, shows: str, words: str, *, has_held: bool) -> str:
    """Return the code of what is missing or too long; empty when the talk may be ended so."""
    if ground not in set(Ground):
        return "ground_missing"
    if has_held and not shows:
        return "shows_missing"
    if len(words) > TOLD_LENGTH:
        return "told_too_long"
    is_nothing = not words and shows in ("", NOTHING)
    return "told_missing" if is_nothing and ground != Ground.TALKED else ""


def _make_ground_field(grounds: Sequence[Ground], problem: str) -> Field:
    return Field(
        name="ground",
        kind="radios",
        label="Why may the talk end?",
        choices=tuple(Choice(each.value, _GROUNDS[each][0], _GROUNDS[each][1]) for each in grounds),
        problem=problem_words(problem) if problem == "ground_missing" else "",
    )


def _make_shows_field(held: Sequence[Held], problem: str) -> Field:
    news = tuple(
        Choice(
            str(each.sequence),
            f"{stage_name(each.news.stage)}, held since {long_date(each.on).striptags()}",
            "From re:hub" if each.is_from_rehub else "",
        )
        for each in held
        if each.news
    )
    nothing = Choice(NOTHING, "Nothing of it: it is wrong, or overtaken", is_divider_before=True)
    return Field(
        name="shows",
        kind="radios",
        label="What goes onto their page now?",
        hint="What is not chosen stays in the record of the case, and is never shown to them.",
        choices=(*news, nothing),
        problem=problem_words(problem) if problem == "shows_missing" else "",
    )


def _end_words_problem(problem: str, words: str) -> str:
    if problem == "told_too_long":
        return _shorten(TOLD_LENGTH, words)
    return problem_words(problem) if problem == "told_missing" else ""


def _shorten(limit: int, words: str) -> str:
    over = max(len(words) - limit, 1)
    return f"Make it shorter: it may have {limit:,} characters, and has {over:,} too many"
