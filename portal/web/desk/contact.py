"""The safe-contact card: how this person may be reached, the rule that matters most first. When unsure, not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal.casework.contact_cards import Proof
from portal.casework.desk_case import DeskCase
from portal.texts.labels import option_label
from portal.web.app import bdi, long_date

Rows = tuple[tuple[str, str], ...]
Card = Mapping[str, tuple[str, ...]]
_NOTHING: Rows = (("What now", "Show this case to your supervisor."),)
_LEAVE = "Do not ring, write or visit."
_WAITS = f"{_LEAVE} A message waits on their page until they look."
_SHUT = f"{_LEAVE} Their page is shut as well, so a message cannot be read there now."
_PROOFS = {Proof.CHECK_PHRASE: "they gave their check phrase", Proof.OLD_WAY: "confirmed the way they gave before"}
_UNSURE: Rows = (("Why", "Entries of this case could not be verified. A newer wish may be among them."),)
_OTHER_WAY: Rows = (
    ("Why", "They asked for it on their page, or there is a newer card that nobody confirmed."),
    ("What now", "Read what they wrote. A new way counts once they have given their check phrase."),
    ("Until then", "Write on their page. Use what stood here before only if what they wrote says that it is safe."),
)
_IF_STILL_SAFE = "only if what they wrote says that they are still safe"
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
    if _first(card, "contact_method") == "none":
        return SafeContact("Do not contact", (*_LOOKS_HERE, *_list_origin(page)), is_stop=True)
    if page.wants_other_contact:
        # Safety: what they gave before may be in somebody else's hand now
        headline = "They want to be reached another way: settle that first"
        return SafeContact(headline, _OTHER_WAY, _list_rows(card), is_stop=True, put_away_for=_IF_STILL_SAFE)
    return SafeContact(_headline(card), (*_list_rows(card), *_list_origin(page)))


def _list_stop(page: DeskCase) -> Rows:
    asked = page.asked
    # Safety: a page that is shut shows no message, so nobody may count on one being read
    now = _SHUT if asked.is_shut else _WAITS
    if asked.erase_asked_on or asked.withdrawn_on:
        what = "delete everything" if asked.erase_asked_on else "withdraw their request"
        return (("Why", f"They asked on their page to {what}."), ("What now", now))
    again = "Contact starts again only once they have given their check phrase and you have recorded a new way."
    why = "They asked to stop all contact."
    if not asked.has_stopped_contact:
        why = "They asked to stop all contact: we know it from beside the case, not from the case itself."
    return (("Why", why), ("What now", now), ("Later", again))


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
    if _first(card, "leave_message") == "yes":
        return "You may leave a message"
    return "Do not leave a message"  # Safety: also when nothing was said about it


def _list_rows(card: Card) -> Rows:
    rows = (
        ("How", _option(card, "contact_method")),
        ("Ring this person", _first(card, "other_name")),
        ("Number", _left_to_right(card, "phone")),
        ("E-mail", _left_to_right(card, "email")),
        ("Address", _first(card, "address")),
        ("Days", _options(card, "days") or "Not said: ask first"),
        ("Hours", _options(card, "hours") or "Not said: ask first"),
        ("Write only", _option(card, "wording")),
        ("If someone else answers", _if_others_answer(card)),
        ("Say first", _first(card, "code_word")),
    )
    return tuple((label, words) for label, words in rows if words)


def _if_others_answer(card: Card) -> str:
    if "say_who" not in card:
        return ""
    words = _first(card, "if_others_answer") or "Wrong number"
    if _first(card, "say_who") == "yes":
        return "You may say who we are."
    return f"Do not say who we are. Say: “{words}”"


def _first(card: Card, code: str) -> str:
    return next(iter(card.get(code, ())), "")


def _option(card: Card, code: str) -> str:
    return option_label(code, _first(card, code)) if code in card else ""


def _options(card: Card, code: str) -> str:
    return ", ".join(option_label(code, value) for value in card.get(code, ()))


def _left_to_right(card: Card, code: str) -> str:
    return bdi(_first(card, code)) if code in card else Markup("")
