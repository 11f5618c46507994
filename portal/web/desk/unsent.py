"""Words typed into a form that could not be sent: kept until they are, for the one who typed them and nobody else."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request, session

from portal.casework.tickets import DraftTicket
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.domain.free_text import clean_text
from portal.domain.questions import CHECK_PHRASE, CONTACT_CARD
from portal.web.desk.here import get_portal, say

FILE = "file"  # a file that somebody chose and has not sent on (sheet.py)
CARD = "new_contact.record"  # the form of a contact card: all its answers are kept
ANSWER = "answer.record"  # what a person said to a request somebody else sent: all but the ticks is kept
TALKS = frozenset({"talks.ask", "talks.end"})  # asking to talk, and ending a talk
# forms of which one field is kept: its name
WORDS = {**dict.fromkeys(("beside.change", "case.send", "move.confirm", "talks.ask"), "words"), "talks.end": "told"}
FORMS = frozenset({*WORDS, CARD, ANSWER})
_IN_ANSWER = (*CHECK_PHRASE, "language", "card")


def keep_words_of_request() -> bool:
    """Keep what this request tried to send, when it is one of the forms with words; say whether there were any."""
    if request.method != "POST" or request.endpoint not in FORMS:
        return False
    return keep(str((request.view_args or {})["case_id"]), request.endpoint, _read_typed())


def read_card() -> dict[str, list[str]]:
    """Return what this request's form says about contact, and nothing else of it."""
    return {code: [clean_text(value, keep_lines=True) for value in request.form.getlist(code)] for code in CONTACT_CARD}


def read_answer() -> dict[str, list[str]]:
    """Return what this request's form says of a person's yes, but for the ticks, and nothing else of it."""
    return {code: [clean_text(value) for value in request.form.getlist(code)] for code in _IN_ANSWER}


def keep_card(case_id: str, typed: Mapping[str, list[str]]) -> None:
    """Keep the answers of a contact card."""
    keep(case_id, CARD, json.dumps(typed))


def find_fields(case_id: str, form: str) -> dict[str, list[str]]:
    """Return the answers that were kept for a form with several fields, nothing when there are none."""
    try:
        typed: dict[str, list[str]] = json.loads(find(case_id, form) or "{}")
    except ValueError:  # far too much was typed, so that not all of it was kept
        return {}
    return typed


def keep(case_id: str, form: str, words: str) -> bool:
    """Keep words typed into a form of a case, in place of what was kept before; say whether there were any."""
    forget()
    typed = clean_text(words, keep_lines=True)  # all of it, so that what is too long can be shortened
    if typed:
        ticket = keep_typed(get_portal().side, typed)
        session["kept"] = {"ticket": ticket.as_text(), "case": case_id, "form": form, "staff": session.get("staff")}
    return bool(typed)


def find(case_id: str, form: str) -> str:
    """Return what was kept for a form of a case, nothing for any other."""
    kept = session.get("kept")
    if not kept or (kept["case"], kept["form"]) != (case_id, form):
        return ""
    return find_typed(get_portal().side, DraftTicket.from_text(kept["ticket"]))


def forget() -> None:
    """Erase what was kept."""
    kept = session.pop("kept", None)
    if kept:
        erase_typed(get_portal().side, DraftTicket.from_text(kept["ticket"]))


def restore_kept(before: Mapping[str, Any], staff_id: str) -> None:
    """Take kept words over into a new visit of the same staff member."""
    for name, note in (("kept", "kept"), (FILE, "file_kept")):
        kept = before.get(name)
        # Safety: what one staff member typed or chose is never shown to the next one at the same computer
        if kept and kept["staff"] == staff_id:
            session[name] = kept
            say(note)


def _read_typed() -> str:
    match request.endpoint:
        case endpoint if endpoint == CARD:
            return json.dumps(read_card())
        case endpoint if endpoint == ANSWER:
            return json.dumps(read_answer())
        case endpoint:
            return request.form.get(WORDS[str(endpoint)], "")
