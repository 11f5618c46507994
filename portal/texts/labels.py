"""Words by code: questions, their options, steps, problems, re:hub's codes. Message ids; the web translates."""

from collections.abc import Mapping, Sequence

from portal.domain.answers import ProblemCode
from portal.domain.updates import WaitingFor
from portal.domain.voices import Voice
from portal.texts.contact_words import CONTACT_WORDS
from portal.texts.other_voice import OTHER_MISSING
from portal.texts.question_words import N_, STORY_WORDS, QuestionWords
from portal.texts.sender_words import MISSING_OF_SENDER, SENDER_WORDS
from portal.texts.voices import vary, vary_step

_QUESTIONS: Mapping[str, QuestionWords] = {**STORY_WORDS, **SENDER_WORDS, **CONTACT_WORDS}

STEP_NAMES: Mapping[str, str] = {
    "who": N_("Who this is for"),
    "age": N_("About you"),
    "begin": N_("Before you begin"),
    "agreed": N_("Their agreement"),
    "sender": N_("Who you are"),
    "line": N_("How we reach you"),
    "now": N_("Are you safe now?"),
    "what": N_("What happened"),
    "them": N_("About the person who harmed you"),
    "where": N_("Where"),
    "which": N_("Which area"),
    "hopes": N_("What you hope for"),
    "name": N_("Your name"),
    "contact": N_("How we may reach you"),
    "reach": N_("Where and when"),
    "words": N_("What we may say"),
    "phrase": N_("Words to prove it is you"),
    "help": N_("Help to take part"),
    "more": N_("Anything else"),
    "news": N_("How often you hear from us"),
}

_WAITING: Mapping[WaitingFor, str] = {
    WaitingFor.PRISON: N_("They are waiting for the prison."),
    WaitingFor.PROBATION: N_("They are waiting for the probation service."),
    WaitingFor.POLICE: N_("They are waiting for the police."),
    WaitingFor.PANEL: N_("They are waiting for a meeting of the panel."),
    WaitingFor.MORE_INFORMATION: N_("They are waiting for more information."),
    WaitingFor.NOTHING: N_("They are not waiting for anyone else."),
}

_MISSING: Mapping[str, str] = {
    "who_for": N_("Choose who this is for"),
    "understood": N_("Tick the box when you have read this page"),
    **MISSING_OF_SENDER,
    "candidate": N_("Choose the police area"),
    "name": N_("Write a name we may call you"),
    "contact_method": N_("Choose how we may reach you, or choose “Do not contact me”"),
    "other_name": N_("Write the name of the person we should ring"),
    "phone": N_("Write a phone number, or go back and choose another way"),
    "email": N_("Write an e-mail address, or go back and choose another way"),
    "letter_warned": N_("Tick the box if you still want a letter, or go back and choose another way"),
    "address": N_("Write an address, or go back and choose another way"),
    "wording": N_("Choose the words of a message"),
    "leave_message": N_("Choose whether we may leave a message"),
    "say_who": N_("Choose whether we may say who we are"),
    "check_phrase": N_("Write a few words that prove it is you when you ring"),
    "rhythm": N_("Choose how often you want to hear from us"),
}

_PROBLEMS: Mapping[ProblemCode, str] = {
    ProblemCode.MISSING: N_("Answer this question"),
    ProblemCode.NOT_OFFERED: N_("Choose one of the answers on the page"),
    ProblemCode.STANDS_ALONE: N_("You chose answers that do not go together. Choose again"),
    ProblemCode.TOO_LONG: N_("Make it shorter: it may have %(limit)d characters, and has %(over)d too many"),
    ProblemCode.NOT_A_PHONE: N_("Write a phone number with all its digits, the area code too"),
    ProblemCode.NOT_AN_EMAIL: N_("Write an e-mail address like name@example.com"),
    ProblemCode.PLACE_UNKNOWN: N_(
        "We do not know that place. Try the first half of a postcode, or choose from the list"
    ),
    ProblemCode.PLACE_MISSING: N_("Write a place, or choose from the list, or choose “I am not sure”"),
}


def question_words(code: str, voices: Sequence[Voice] = ()) -> QuestionWords:
    """Return the words of a question for a reader; every question of the flow has some (paired by a test)."""
    return vary(_QUESTIONS[code], code, voices)


def step_name(slug: str, voices: Sequence[Voice] = ()) -> str:
    """Return what a step is called for a reader."""
    return vary_step(STEP_NAMES[slug], slug, voices)


def short_name(code: str, voices: Sequence[Voice] = ()) -> str:
    """Return what a question is called in a list of answers."""
    words = question_words(code, voices)
    return words.short or words.label


def option_label(code: str, option: str, voices: Sequence[Voice] = ()) -> str:
    """Return the label of a stored answer; the answer itself when it is somebody's own words."""
    words = question_words(code, voices).options.get(option)
    return words.label if words else option


def problem_words(question: str, code: ProblemCode, voices: Sequence[Voice] = ()) -> str:
    """Return what to do about a problem, with %(limit)d and %(over)d to fill in when it is too long."""
    if code is ProblemCode.MISSING:
        missing = {**_MISSING, **OTHER_MISSING} if Voice.OTHER in voices else _MISSING
        return missing.get(question, _PROBLEMS[code])
    return _PROBLEMS[code]


def waiting_words(waiting_for: WaitingFor) -> str | None:
    """Return whom re:hub waits for; None for what is never shown."""
    return _WAITING.get(waiting_for)
