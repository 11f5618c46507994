"""The safe-contact card: how this person may be reached, the rule that matters most first. When unsure, not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal.casework.desk_case import DeskCase
from portal.texts.labels import option_label
from portal.web.app import bdi

Rows = tuple[tuple[str, str], ...]
Card = Mapping[str, tuple[str, ...]]
_NOTHING: Rows = (("What now", "Show this case to your supervisor."),)
_STOPPED: Rows = (
    ("Why", "They asked on their page to stop all contact."),
    ("What now", "Do not ring, write or visit. A message waits on their page until they look."),
)
_UNSURE: Rows = (("Why", "Entries of this case could not be verified. A newer wish may be among them."),)
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
    is_stop: bool = False


def describe_contact(page: DeskCase) -> SafeContact:
    """Return the card of a case."""
    card = page.contact_card
    if not card:
        # Safety: no guess, no fall-back to what stood elsewhere
        return SafeContact("No contact details could be verified: contact nobody", _NOTHING, is_stop=True)
    if page.is_contact_stopped:
        # Safety: what they asked for last counts, and the number is put out of sight
        return SafeContact("Contact stopped", _STOPPED, _list_rows(card), is_stop=True)
    if page.opened.refused_count:
        # Safety: a newer wish may be among the entries that do not verify
        return SafeContact("Do not contact until your supervisor has looked", _UNSURE, _list_rows(card), is_stop=True)
    if _first(card, "contact_method") == "none":
        return SafeContact("Do not contact", _LOOKS_HERE, is_stop=True)
    return SafeContact(_headline(card), _list_rows(card))


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
