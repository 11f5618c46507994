"""Words typed into a form that could not be sent: kept until they are, for the one who typed them and nobody else."""

from collections.abc import Mapping
from typing import Any

from flask import request, session

from portal.casework.desk import MESSAGE_LENGTH
from portal.casework.tickets import DraftTicket
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.domain.answers import clean_text
from portal.web.desk.here import get_portal, say

FORMS = frozenset({"case.send", "move.confirm"})  # the forms whose field `words` is kept


def keep_words_of_request() -> None:
    """Keep what this request tried to send, when it is one of the forms with words."""
    if request.method == "POST" and request.endpoint in FORMS:
        keep(str((request.view_args or {})["case_id"]), request.endpoint, request.form.get("words", ""))


def keep(case_id: str, form: str, words: str) -> None:
    """Keep words typed into a form of a case, in place of what was kept before."""
    forget()
    # far more than may be sent, so that what is too long can be shortened, and still not without end
    typed = clean_text(words, keep_lines=True)[: 4 * MESSAGE_LENGTH]
    if typed:
        ticket = keep_typed(get_portal().side, typed)
        session["kept"] = {"ticket": ticket.as_text(), "case": case_id, "form": form, "staff": session.get("staff")}


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
    kept = before.get("kept")
    # Safety: what one staff member typed is never shown to the next one at the same computer
    if kept and kept["staff"] == staff_id:
        session["kept"] = kept
        say("kept")
