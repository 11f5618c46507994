"""The safe-contact card: how this person may be reached, the rule that matters most first. When unsure, not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal.casework.contact_cards import Proof
from portal.casework.desk_case import DeskCase
from portal.casework.desk_requests import is_confirmed
from portal.domain.case import RequestKind
from portal.domain.notices import LONDON
from portal.domain.safe_contact import find_open, is_readable
from portal.texts.labels import option_label
from portal.web.app import bdi, long_date
from portal.web.desk.here import get_portal

Rows = tuple[tuple[str, str], ...]
Card = Mapping[str, tuple[str, ...]]
_NOTHING: Rows = (("What now", "Show this case to your supervisor."),)
_LEAVE = "Do not ring, write or visit."
_WAITS = f"{_LEAVE} A message waits on their page until they look."
_SHUT = f"{_LEAVE} Their page is shut as well, so a message cannot be read there now."
# Safety: whoever has their code could have asked; less contact counts all the same
_NOT_CONFIRMED = "Not confirmed by voice."
_PROOFS = {
    Proof.CHECK_PHRASE: "they gave their check phrase",
    Proof.OLD_WAY: "confirmed the way they gave before",
    Proof.FIRST_TALK: "they confirmed it when they agreed",
}
_UNSURE: Rows = (("Why", "Entries of this case could not be verified. A newer wish may be among them."),)
_OTHER_WAY: Rows = (
    ("Why", f"They asked for it on their page, or there is a newer card. {_NOT_CONFIRMED}"),
    ("What now", "Read what they wrote. A new way counts once they have given their check phrase."),
    ("Until then", "Write on their page. Use what stood here before only if what they wrote says that it is safe."),
)
_FROM_SENDER: Rows = (("From", "Whoever sent this gave it. For a first contact and nothing else."),)
_ASK_SENDER: Rows = (("What now", "Talk with whoever sent it about a safe way. Tell them nothing else."),)
# Safety: no machine writes to an address that somebody else gave
_BY_HAND: Rows = (("Only this", "The portal sends nothing before they say yes. Write it yourself. Do not ring them."),)
_NO_WAY: Rows = (("Why", "They said no, or the way that was given is not safe."),)
_IF_STILL_SAFE = "only if what they wrote says that they are still safe"
_UNREADABLE: Rows = (
    ("Why", "Something on their card is not known to this program. It may be a rule that we would break."),
    ("What now", "Write on their page, and ask there how they may be reached. Show this case to your supervisor."),
)
_NOT_WARNED: Rows = (
    ("Why", "They chose a letter, but nobody told them that others may see or open it."),
    ("What now", "Write on their page, and ask there whether a letter is really safe."),
)
# for each way: what may not be taken from it
_ONLY_THIS = {
    "call": "Ring. No text, e-mail, letter or visit: they did not say that any of these is safe.",
    "someone_else": "Ring the person named here, and not them. No text, e-mail, letter or visit to either.",
    "text": "A text, which the portal sends by itself. Do not ring this number.",
    "email": "An e-mail, which the portal sends by itself.",
    "letter": "A plain envelope with nothing of ours on it; inside, these words alone. They know others may see it.",
}
_LOOKS_HERE: Rows = (("How", "They look at their page. Nobody rings, writes or visits."),)
_WRITTEN = {
    "text": "By text message only, in these words",
    "email": "By e-mail only, in these words",
    "letter": "By letter only, in these words",
}


@dataclass(frozen=True, slots=True)
class SafeContact:
    """What the card says; `put_away` is what was given before and may not be used now."""

    headline: str
    rows: Rows
    put_away: Rows = ()
    put_away_for: str = "only to protect somebody from serious harm"
    is_stop: bool = False


def describe_contact(page: DeskCase) -> SafeContact:
    """Return the card of a case."""
    card = page.contact_card
    if not card:
        # Safety: no guess, no fall-back to what stood elsewhere
        return SafeContact("No contact details could be verified: contact nobody", _NOTHING, is_stop=True)
    if page.is_contact_stopped:
        # Safety: what they asked for last counts, and the number is put out of sight
        return SafeContact("Contact stopped", _list_stop(page), _list_rows(card), is_stop=True)
    if page.opened.refused_count:
        # Safety: a newer wish may be among the entries that do not verify
        return SafeContact("Do not contact until your supervisor has looked", _UNSURE, _list_rows(card), is_stop=True)
    fault = _find_fault(card)
    if fault:
        return fault
    if page.is_unconfirmed:
        return _describe_unconfirmed(page, card)
    if _first(card, "contact_method") == "none":
        return SafeContact("Do not contact", (*_LOOKS_HERE, *_list_origin(page)), is_stop=True)
    if page.wants_other_contact:
        # Safety: what they gave before may be in somebody else's hand now
        headline = "They want to be reached another way: settle that first"
        return SafeContact(headline, _OTHER_WAY, _list_rows(card), is_stop=True, put_away_for=_IF_STILL_SAFE)
    return SafeContact(_headline(card), (*_list_now(card), *_list_rows(card), *_list_origin(page)))


def _find_fault(card: Card) -> SafeContact | None:
    """Return what stands in the place of a card that nobody may go by; None for a good one."""
    if not is_readable(card):
        # Safety: what we do not know may be what they ruled out
        headline = "Do not contact: their card cannot be read"
        return SafeContact(headline, _UNREADABLE, _list_rows(card), is_stop=True, put_away_for=_IF_STILL_SAFE)
    if _first(card, "contact_method") == "letter" and _first(card, "letter_warned") != "yes":
        # Safety: post lies where others see it
        headline = "Do not send a letter: they were not warned"
        return SafeContact(headline, _NOT_WARNED, _list_rows(card), is_stop=True, put_away_for=_IF_STILL_SAFE)
    return None


def _describe_unconfirmed(page: DeskCase, card: Card) -> SafeContact:
    """Return the card of somebody who has not said yes themself to what another person sent."""
    is_from_sender = page.card is not None and page.card.is_from_sender
    if _first(card, "contact_method") == "none":
        # Safety: they have no page to look at; nobody reaches them but in a way that is found to be safe
        return SafeContact("Do not contact them", _ASK_SENDER if is_from_sender else _NO_WAY, is_stop=True)
    rows = (*_FROM_SENDER, *_list_now(card), *_list_rows(card))
    if _first(card, "contact_method") in {"text", "email"}:
        rows = (*(row for row in rows if row[0] != "Only this"), *_BY_HAND)
    return SafeContact(_headline(card), rows)


def _list_stop(page: DeskCase) -> Rows:
    asked = page.asked
    # Safety: a page that is shut shows no message, so nobody may count on one being read
    now = _SHUT if asked.is_shut else _WAITS
    if asked.erase_asked_on or asked.withdrawn_on:
        kind = RequestKind.ERASE if asked.erase_asked_on else RequestKind.WITHDRAW
        what = "delete everything" if asked.erase_asked_on else "withdraw their request"
        return (("Why", f"They asked on their page to {what}. {_say_confirmed(page, kind)}"), ("What now", now))
    again = "Contact starts again only once they have given their check phrase and you have recorded a new way."
    why = f"They asked on their page to stop all contact. {_say_confirmed(page, RequestKind.STOP_CONTACT)}"
    if not asked.has_stopped_contact:
        why = "They asked to stop all contact: we know it from beside the case, not from the case itself."
    return (("Why", why), ("What now", now), ("Later", again))


def _say_confirmed(page: DeskCase, kind: RequestKind) -> str:
    return "They confirmed it by voice." if is_confirmed(page, kind) else _NOT_CONFIRMED


def _list_origin(page: DeskCase) -> Rows:
    """Say since when a card counts that the service recorded; the person's own needs no word."""
    card = page.card
    if card is None or card.recorded_on is None:
        return ()
    how = _PROOFS[card.proof] if card.proof else "less contact, so it counts at once"
    return (("Recorded", Markup("{}, {}, {}").format("By the service", long_date(card.recorded_on), how)),)


def _headline(card: Card) -> str:
    method = _first(card, "contact_method")
    if method in _WRITTEN:
        return _WRITTEN[method]
    message = "You may leave a message"
    if _first(card, "leave_message") != "yes":
        message = "Do not leave a message"  # Safety: also when nothing was said about it
    return f"{message}. Ring somebody else, not them" if method == "someone_else" else message


def _list_now(card: Card) -> Rows:
    """Say whether now is one of their days and hours, where they chose any."""
    if _first(card, "contact_method") == "letter" or not (card.get("days") or card.get("hours")):
        return ()
    side = get_portal().side
    now = side.clock.now().astimezone(LONDON)
    open_at = find_open(card, now, side.calendar.is_working_day)
    if open_at is None:
        return (("Now", "Not now, and no day of theirs is near."),)
    if open_at <= now:
        return (("Now", "This is one of their days and hours."),)
    # Safety: at another hour somebody else may be beside them
    return (
        ("Now", Markup("Not now. The next time is {}, from {}.").format(long_date(open_at.date()), f"{open_at:%H:%M}")),
    )


def _list_rows(card: Card) -> Rows:
    rows = (
        ("How", _option(card, "contact_method")),
        ("Only this", _ONLY_THIS.get(_first(card, "contact_method"), "")),
        ("Ring this person", _first(card, "other_name")),
        ("Number", _left_to_right(card, "phone")),
        ("E-mail", _left_to_right(card, "email")),
        ("Address", _first(card, "address")),
        ("Days", _options(card, "days") or "Not said: ask first"),
        ("Hours", _options(card, "hours") or "Not said: ask first"),
        ("Write only", _option(card, "wording")),
        ("If someone else answers", _if_others_answer(card)),
        ("In a message", _in_a_message(card)),
        ("Say first", _first(card, "code_word")),
    )
    return tuple((label, words) for label, words in rows if words)


def _if_others_answer(card: Card) -> str:
    if "say_who" not in card:
        return ""
    words = _first(card, "if_others_answer")
    if _first(card, "say_who") == "yes":
        return f"Say: “{words}”. You may say who we are." if words else "You may say who we are."
    return f"Do not say who we are. Say: “{words or 'Wrong number'}”"


def _in_a_message(card: Card) -> str:
    """Say what may be left where a message may be left at all: leave to leave one is no leave to say who we are."""
    if _first(card, "leave_message") != "yes":
        return ""
    may_say = "You may say who we are." if _first(card, "say_who") == "yes" else "Do not say who we are."
    return f"{may_say} Nothing of why you ring."


def _first(card: Card, code: str) -> str:
    return next(iter(card.get(code, ())), "")


def _option(card: Card, code: str) -> str:
    return option_label(code, _first(card, code)) if code in card else ""


def _options(card: Card, code: str) -> str:
    return ", ".join(option_label(code, value) for value in card.get(code, ()))


def _left_to_right(card: Card, code: str) -> str:
    return bdi(_first(card, code)) if code in card else Markup("")
