"""What is said before a person asks for something on their page: plain, kind, exact. No rule is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from portal.casework.ask import Question
from portal.domain.case import RequestKind
from portal.web.app import long_date

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
    "help": RequestKind.HELP,
    "news": RequestKind.RHYTHM,
}
# What is said on the page afterwards, as a code of status/said.html; a shut page says its own.
SAID: Mapping[RequestKind, str] = {
    RequestKind.PAUSE: "paused",
    RequestKind.GO_ON: "gone_on",
    RequestKind.UNDO: "undone",
    RequestKind.ADD: "added",
    RequestKind.OTHER_CONTACT: "reach_asked",
    RequestKind.HELP: "help_asked",
    RequestKind.RHYTHM: "rhythm_changed",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that asks once more, or asks for words: what will happen, sentence by sentence, and the button."""

    heading: str
    paragraphs: tuple[str, ...]
    button: str


def words_asked(kind: RequestKind) -> Asking:
    """Return the words above a box for words, or above a choice."""
    match kind:
        case RequestKind.ADD:
            stays = gettext(
                "What you sent stays as it is. This is put beside it, with today's date. It is not shown on this "
                "page again."
            )
            return Asking(gettext("Add or correct something"), (stays,), gettext("Send"))
        case RequestKind.HELP:
            beside = gettext("The service reads it and talks with you about it. It is not shown on this page again.")
            return Asking(gettext("Help to take part"), (beside,), gettext("Send"))
        case RequestKind.RHYTHM:
            where = gettext("News stands on this page. It counts at once, and this changes nothing else.")
            return Asking(gettext("How often you hear from us"), (where,), gettext("Change it"))
        case _:
            counts = gettext(
                "To keep you safe, a new number or address counts only after the service has made sure that it is "
                "really you. It is not shown on this page."
            )
            return Asking(gettext("Be reached another way"), (counts,), gettext("Send"))


def asked_words(kind: RequestKind) -> str:
    """Return what a person asked for, in a few words and without their own."""
    words = {
        RequestKind.STOP_CONTACT: gettext("Stop all contact"),
        RequestKind.PAUSE: gettext("Pause my request"),
        RequestKind.GO_ON: gettext("Go on with my request"),
        RequestKind.WITHDRAW: gettext("Withdraw my request"),
        RequestKind.ERASE: gettext("Delete everything"),
        RequestKind.UNDO: gettext("Undo this"),
        RequestKind.LOCK: gettext("Lock this page"),
        RequestKind.ADD: gettext("Add or correct something"),
        RequestKind.OTHER_CONTACT: gettext("Be reached another way"),
        RequestKind.HELP: gettext("Help to take part"),
        RequestKind.RHYTHM: gettext("How often you hear from us"),
        RequestKind.TALK_CALL: gettext("Talk: contact me"),
        RequestKind.TALK_HERE: gettext("Talk: tell me here"),
        RequestKind.TALK_LATER: gettext("Talk: not now"),
    }
    return str(words[kind])


def asking_words(kind: RequestKind, question: Question) -> Asking:
    """Return the words of the page that asks once more."""
    day = long_date(question.done_on).striptags()
    match kind:
        case RequestKind.PAUSE:
            does_nothing = gettext("The service does nothing more with your request until you say “go on”.")
            still_hear = gettext("They still write on this page by the day they promise. No message tells you of it.")
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
            return _lock_words()


def _lock_words() -> Asking:
    return Asking(
        gettext("Lock this page?"),
        (
            gettext("Do this if someone else may have your code or your link."),
            gettext("Nobody can read anything here until the service has spoken to you. Every link is turned off."),
            gettext("They ask for the words you chose to prove it is you."),
        ),
        gettext("Lock this page"),
    )
