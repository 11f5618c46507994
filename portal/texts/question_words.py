"""The words of the self-referral's questions, in English; gettext makes the other languages. No rule is here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, "Words"] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Words:
    """A label and, where it helps, a hint; both are message ids. `context` is gettext's, of the label."""

    label: str
    hint: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question's own words and those of its options; `short` names it in a list."""

    label: str
    hint: str = ""
    short: str = ""
    options: Mapping[str, Words] = field(default_factory=lambda: _NONE)


def N_(words: str) -> str:  # noqa: N802 (gettext's own name for "translate later")
    """Mark words for translation."""
    return words


def NC_(context: str, words: str) -> Words:  # noqa: N802 (gettext's own name for the same, in a context)
    """Mark a label for translation in a context: Welsh answers each kind of question with another word."""
    return Words(words, context=context)


_UNKNOWN = Words(N_("I do not know"))
_NOT_SURE = Words(N_("I am not sure"))
_NOT_SAID = Words(N_("I would rather not say"))
_DO_YOU = {
    "yes": NC_("answer to “Are you …?” or “Do you …?”", "Yes"),
    "no": NC_("answer to “Are you …?” or “Do you …?”", "No"),
}
_IS_IT = {"yes": NC_("answer to “Is it …?”", "Yes"), "no": NC_("answer to “Is it …?”", "No")}
_IS_THERE = {"yes": NC_("answer to “Is there …?”", "Yes"), "no": NC_("answer to “Is there …?”", "No")}

STORY_WORDS: Mapping[str, QuestionWords] = {
    "who_for": QuestionWords(
        N_("Who is this for?"),
        options={
            "me": Words(N_("Me"), N_("Also if you saw it, or lost someone close to you")),
            "someone_supported": Words(
                N_("Someone I support, who has agreed"), N_("A friend, a relative, or someone you care for")
            ),
            "someone_worked_with": Words(N_("Someone I work with, who has agreed"), N_("You are a professional")),
        },
    ),
    "age": QuestionWords(
        N_("Are you 18 or over?"),
        N_("If you are under 18, a person will go through everything with you. You can still ask."),
        N_("18 or over"),
        {"adult": Words(N_("Yes, I am 18 or over")), "under_18": Words(N_("No, I am under 18")), "not_said": _NOT_SAID},
    ),
    "connection": QuestionWords(
        N_("Who are you to what happened?"),
        N_("You can ask in any of these. If more than one fits, choose the one you want to talk about."),
        N_("Who you are to what happened"),
        {
            "self": Words(N_("It happened to me")),
            "saw": Words(N_("I saw it or heard it")),
            "family": Words(
                N_("It happened to someone close to me"), N_("They died or were badly harmed: family or a close friend")
            ),
            "not_said": _NOT_SAID,
        },
    ),
    "understood": QuestionWords(
        N_("Before you begin"), short=N_("Before you begin"), options={"yes": Words(N_("I have read this"))}
    ),
    "in_danger": QuestionWords(
        N_("Are you in danger now?"),
        N_("If someone may hurt you now, ring the number above. Whatever you answer, you can go on."),
        options={**_DO_YOU, "not_sure": _NOT_SURE},
    ),
    "device_safe": QuestionWords(
        N_("Is it safe to use this phone or computer?"),
        N_("For example, nobody who frightens you can look at it or use your accounts."),
        N_("Safe to use this device"),
        {**_IS_IT, "not_sure": _NOT_SURE},
    ),
    "harm": QuestionWords(
        N_("What kind of harm was it?"),
        N_("Choose all that fit. You do not have to tell the story. You can leave this empty."),
        N_("What happened"),
        {
            "theft": Words(N_("Theft, burglary or robbery")),
            "damage": Words(N_("Damage to something of yours")),
            "violence": Words(N_("Violence or threats")),
            "domestic_abuse": Words(
                N_("Abuse by a partner, an ex-partner or family"),
                N_("Not only violence: also control, threats, or control of money"),
            ),
            "sexual": Words(N_("Something sexual that I did not want")),
            "stalking": Words(N_("Stalking or harassment")),
            "hate": Words(N_("Because of who I am"), N_("For example race, religion, disability, sexuality or gender")),
            "fraud": Words(N_("Fraud or a scam")),
            "driving": Words(N_("A crime by a driver")),
            "death": Words(N_("Someone close to me died")),
            "other": Words(N_("Something else")),
            "not_said": _NOT_SAID,
        },
    ),
    "know_who": QuestionWords(
        N_("Do you know who harmed you?"),
        N_("Please do not write their name."),
        N_("You know who harmed you"),
        {**_DO_YOU, "unknown": _UNKNOWN},
    ),
    "their_age": QuestionWords(
        N_("How old were they when it happened?"),
        options={"adult": Words(N_("18 or over")), "under_18": Words(N_("Under 18")), "unknown": _UNKNOWN},
    ),
    "custody": QuestionWords(
        N_("Are they in prison or on probation?"),
        options={
            "prison": Words(N_("In prison")),
            "probation": Words(N_("On probation")),
            "neither": Words(N_("Neither")),
            "unknown": _UNKNOWN,
        },
    ),
    "court_case": QuestionWords(
        N_("Is there a court case that has not ended?"),
        short=N_("Court case going on"),
        options={**_IS_THERE, "unknown": _UNKNOWN},
    ),
    "court_order": QuestionWords(
        N_("Is there a court order that bans contact?"),
        N_("For example a restraining order or a non-molestation order. Nothing here may ever break one."),
        N_("Court order that bans contact"),
        {**_IS_THERE, "unknown": _UNKNOWN},
    ),
    "place": QuestionWords(
        N_("Where did it happen, or where do you live?"),
        N_("The first half of a postcode, like GL50, or a council or town. We never keep a full postcode."),
    ),
    "area": QuestionWords(N_("Or choose the police area from the list"), short=N_("Police area")),
    "candidate": QuestionWords(
        N_("Which police area is it?"), N_("The place you gave lies in more than one area."), N_("Police area")
    ),
    "hopes": QuestionWords(
        N_("What do you hope for?"),
        N_("Choose all that fit. There is no wrong answer."),
        options={
            "questions": Words(N_("I have questions to ask")),
            "be_heard": Words(N_("I want to be heard")),
            "apology": Words(N_("I would like an apology")),
            "feel_safer": Words(N_("I want to feel safer")),
            "other": Words(N_("Something else")),
            "not_sure": Words(N_("I am not sure yet")),
        },
    ),
    "without_contact": QuestionWords(
        N_("Would you like a way without any contact?"),
        N_("None of these brings you into touch with the person who harmed you. You can change your mind later."),
        N_("Ways without contact"),
        {
            "talk_alone": Words(N_("Talk to a facilitator alone"), N_("A trained person who does not take sides")),
            "letter_not_sent": Words(N_("Write a letter that is never sent")),
            "someone_similar": Words(
                N_("Meet someone else who did similar harm"),
                N_("Not the person who harmed you. We do not know which services offer it"),
            ),
            "support_only": Words(N_("Have support only")),
            "not_sure": Words(N_("I am not sure. I want to talk about all the ways first")),
        },
    ),
    "hopes_words": QuestionWords(N_("In your own words, if you like"), short=N_("Your hopes in your own words")),
    "name": QuestionWords(N_("What should we call you?"), N_("Any name you want. It need not be your legal name.")),
}
