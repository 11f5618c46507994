"""Other words for the same questions: for a sender, who saw it, family after a death, and simpler ones for under 18.

Only what differs stands here; the rest is as everybody reads it. No rule: who reads which is portal.domain.voices'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal.domain.voices import Voice
from portal.texts.other_voice import HARM_TO_FAMILY, HARM_TO_SOMEBODY, OTHER, OTHER_STEPS
from portal.texts.question_words import N_, QuestionWords, Words

_WHO_DID_IT = QuestionWords(
    N_("Do you know who did it?"), N_("Please do not write their name."), N_("You know who did it")
)
_THEIR_AGE = QuestionWords(N_("How old was the person who did it, when it happened?"))
_CUSTODY = QuestionWords(N_("Is the person who did it in prison or on probation?"))
_ORDER = QuestionWords(
    N_("Is there a court order that bans contact?"),
    N_("With you, or with anyone in your family. Nothing here may ever break one."),
    N_("Court order that bans contact"),
)
_WITHOUT_CONTACT = QuestionWords(
    N_("Would you like a way without any contact?"),
    N_("None of these brings you into touch with the person who did it. You can change your mind later."),
    N_("Ways without contact"),
    {
        "someone_similar": Words(
            N_("Meet someone else who did similar harm"),
            N_("Not the person who did it. We do not know which services offer it"),
        )
    },
)

SAW: Mapping[str, QuestionWords] = {
    "harm": QuestionWords(
        N_("What kind of harm did you see or hear?"),
        N_("Choose all that fit. You do not have to tell the story. You can leave this empty."),
        N_("What happened"),
        HARM_TO_SOMEBODY,
    ),
    "know_who": _WHO_DID_IT,
    "without_contact": _WITHOUT_CONTACT,
    "their_age": _THEIR_AGE,
    "custody": _CUSTODY,
}
FAMILY: Mapping[str, QuestionWords] = {
    "harm": QuestionWords(
        N_("What kind of harm was it?"),
        N_("To them, or to you. Choose all that fit. You can leave this empty."),
        N_("What happened"),
        HARM_TO_FAMILY,
    ),
    "know_who": _WHO_DID_IT,
    "without_contact": _WITHOUT_CONTACT,
    "their_age": _THEIR_AGE,
    "custody": _CUSTODY,
    "court_order": _ORDER,
}
CHILD: Mapping[str, QuestionWords] = {
    "in_danger": QuestionWords(
        N_("Could someone hurt you now?"),
        N_("If you are scared right now, ring the number above. You can go on whatever you answer."),
        N_("In danger now"),
    ),
    "device_safe": QuestionWords(
        N_("Is it safe to use this phone or computer?"),
        N_("For example, nobody who scares you can look at it."),
        N_("Safe to use this device"),
    ),
    "harm": QuestionWords(
        N_("What was it about?"),
        N_("You do not have to tell what happened. Choose what fits, or leave it empty."),
        N_("What happened"),
        {
            "domestic_abuse": Words(
                N_("Someone at home, in my family, or a boyfriend or girlfriend"),
                N_("Hitting, scaring, or telling you all the time what you may do"),
            ),
            "sexual": Words(N_("Something sexual"), N_("It was not your fault")),
            "stalking": Words(N_("Someone keeps following me or sending me things")),
            "violence": Words(N_("Someone hurt me or said they would")),
            "fraud": Words(N_("Someone tricked me")),
        },
    ),
    "know_who": QuestionWords(
        N_("Do you know who did it?"), N_("Please do not write their name."), N_("You know who did it")
    ),
    "custody": QuestionWords(
        N_("Are they in prison, or does a probation worker look after them?"),
        N_("Most people do not know. That is fine."),
        N_("In prison or on probation"),
    ),
    "court_case": QuestionWords(
        N_("Does a court still have to decide about it?"),
        N_("If you do not know, choose “I do not know”."),
        N_("Court case going on"),
    ),
    "court_order": QuestionWords(
        N_("Has a judge said that somebody must stay away?"),
        N_("If you do not know, choose “I do not know”."),
        N_("Court order that bans contact"),
    ),
    "hopes": QuestionWords(
        N_("What do you want?"), N_("Choose what fits. Nothing you choose is wrong."), N_("What you hope for")
    ),
    "name": QuestionWords(N_("What should we call you?"), N_("Your first name, or any name you like.")),
    "contact_method": QuestionWords(
        N_("How can we reach you?"),
        N_("Choose the way that is safest for you. It need not go through a parent."),
        N_("How we may reach you"),
        {"someone_else": Words(N_("Ring an adult I trust"), N_("It need not be a parent"))},
    ),
    "other_name": QuestionWords(N_("What is the name of the adult you trust?"), short=N_("Ring this person")),
    "check_phrase": QuestionWords(
        N_("A few words that only you know"),
        N_("If you ring us, we ask for these words, so that we know it is you."),
        N_("Your check words"),
    ),
    "needs": QuestionWords(
        N_("What would help you?"), N_("Choose what fits, or leave it empty."), N_("Help to take part")
    ),
    "anything_else": QuestionWords(
        N_("Do you want to say anything else?"),
        N_("You can leave this empty. A person at the service reads it. A court may ask to see it."),
        N_("Anything else"),
    ),
    "rhythm": QuestionWords(
        N_("How often should we tell you how it is going?"),
        N_("You can also look on your page at any time."),
        N_("How often you hear from us"),
    ),
}
VARIANTS: Mapping[Voice, Mapping[str, QuestionWords]] = {
    Voice.OTHER: OTHER,
    Voice.SAW: SAW,
    Voice.FAMILY: FAMILY,
    Voice.CHILD: CHILD,
}
STEP_VARIANTS: Mapping[Voice, Mapping[str, str]] = {
    Voice.OTHER: OTHER_STEPS,
    Voice.SAW: {"them": N_("About the person who did it")},
    Voice.FAMILY: {"them": N_("About the person who did it")},
    Voice.CHILD: {"them": N_("About the person who did it"), "hopes": N_("What you want")},
}


def vary(words: QuestionWords, code: str, voices: Sequence[Voice]) -> QuestionWords:
    """Return a question's words for a reader: the first of their voices that has other words gives them."""
    for voice in voices:
        other = VARIANTS[voice].get(code)
        if other:
            # an option that is not said otherwise is said as ever
            return replace(other, options={**words.options, **other.options})
    return words


def vary_step(name: str, slug: str, voices: Sequence[Voice]) -> str:
    """Return a step's name for a reader."""
    return next((STEP_VARIANTS[voice][slug] for voice in voices if slug in STEP_VARIANTS[voice]), name)
