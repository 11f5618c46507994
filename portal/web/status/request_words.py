"""What is said before a person asks for something on their page: plain, kind, exact. No rule is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from portal.casework.ask import Question
from portal.domain.case import RequestKind
from portal.domain.requests import WORDS_LENGTH
from portal.web.app import long_date
from portal.web.fields import Choice, Field
from portal.web.status.typed_words import say_problem_of_words

# The last part of the address -> what is asked for; neutral words, because a browser keeps addresses.
SLUGS: Mapping[str, RequestKind] = {
    "pause": RequestKind.PAUSE,
    "go-on": RequestKind.GO_ON,
    "end": RequestKind.WITHDRAW,
    "delete": RequestKind.ERASE,
    "undo": RequestKind.UNDO,
    "lock": RequestKind.LOCK,
    "add": RequestKind.ADD,
    "reach": RequestKind.OTHER_CONTACT,
}
# What is said on the page afterwards, as a code of status/said.html; a shut page says its own.
SAID: Mapping[RequestKind, str] = {
    RequestKind.PAUSE: "paused",
    RequestKind.GO_ON: "gone_on",
    RequestKind.UNDO: "undone",
    RequestKind.ADD: "added",
    RequestKind.OTHER_CONTACT: "reach_asked",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that asks once more: what will happen, sentence by sentence, and the button that does it."""

    heading: str
    paragraphs: tuple[str, ...]
    button: str


def asking_words(kind: RequestKind, question: Question) -> Asking:
    """Return the words of the page that asks once more."""
    day = long_date(question.done_on).striptags()
    match kind:
        case RequestKind.PAUSE:
            does_nothing = gettext("The service does nothing more with your request until you say “go on”.")
            still_hear = gettext("You still hear from them by the day they promise.")
            return Asking(gettext("Pause your request?"), (does_nothing, still_hear), gettext("Pause my request"))
        case RequestKind.GO_ON:
            goes_on = gettext("The service goes on from where it stopped.")
            return Asking(gettext("Go on with your request?"), (goes_on,), gettext("Go on with my request"))
        case RequestKind.WITHDRAW:
            return Asking(
                gettext("Withdraw your request?"),
                (
                    gettext("From now on nobody contacts you, and this page shows only what you asked for."),
                    gettext("On %(day)s your request ends. Until then your code can undo this.", day=day),
                    gettext("What you sent stays locked at the service. You can also ask to delete everything."),
                ),
                gettext("Withdraw my request"),
            )
        case RequestKind.ERASE:
            return Asking(
                gettext("Delete everything?"),
                (
                    gettext("From now on nobody contacts you, and this page shows only what you asked for."),
                    gettext("On %(day)s everything is deleted. Until then your code can stop this.", day=day),
                    gettext("After that, nobody can bring it back: not you, not the service."),
                ),
                gettext("Delete everything"),
            )
        case RequestKind.UNDO:
            as_before = gettext("Your page opens again, and your request goes on as before.")
            contact = gettext("The service may contact you as you chose before, unless you stopped all contact.")
            return Asking(gettext("Undo this?"), (as_before, contact), gettext("Undo it"))
        case _:
            return _lock_words(question)


def make_words_field(kind: RequestKind, words: str, said: str) -> Field:
    """Return the box for what is to be added, or how else to reach the person."""
    is_add = kind is RequestKind.ADD
    return Field(
        name="words",
        kind="textarea",
        label=gettext("What do you want to add or correct?") if is_add else gettext("How should they reach you?"),
        hint=gettext("The service reads it. A court can ask for words that are written down.")
        if is_add
        else gettext("Say what has changed, and which way is safe now."),
        value=words,
        problem=say_problem_of_words(said, words, WORDS_LENGTH),
        max_length=WORDS_LENGTH,
    )


def make_until_field() -> Field:
    """Return the tick that stops the old way at once."""
    label = gettext("Until the service has changed it")
    stop = gettext("The old way is not safe. Stop all contact now")
    return Field(name="until", kind="checkboxes", label=label, choices=(Choice("stop", stop),))


def _lock_words(question: Question) -> Asking:
    number = f"\u2066{question.service_phone}\u2069"  # reads left to right in any page
    phone = (
        gettext("The number to ring is %(number)s. Hours: %(hours)s", number=number, hours=question.service_hours)
        if question.service_phone
        else gettext("The service has not put a telephone number here yet.")
    )
    return Asking(
        gettext("Lock this page?"),
        (
            gettext("Do this if someone else may have your code or your link."),
            gettext("Nobody can read anything here until the service has spoken to you. Every link is turned off."),
            gettext("They ask for the words you chose to prove it is you."),
            phone,
        ),
        gettext("Lock this page"),
    )
