"""The inbox: open cases by what they need."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.casework.dead_letters import count_letters
from portal.casework.inbox import InboxRow, Urgency, is_told_right, list_inbox
from portal.casework.undelivered import count_undelivered
from portal.web.desk.here import get_portal, get_staff, take_said
from portal.web.desk.words import note_words

blueprint = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that need the same thing."""

    heading: str
    rows: tuple[InboxRow, ...]
    is_unsafe: bool


@blueprint.get("/")
def inbox() -> ResponseReturnValue:
    """Show the open cases of the service; an administrator is told that there is nothing to see here."""
    portal, staff = get_portal(), get_staff()
    notes = tuple(note_words(code) for code in take_said())
    if not staff.may_read_cases:
        return render_template("desk/no_cases.html", notes=notes)
    rows = list_inbox(portal.side, staff)
    stages = {row.stage: portal.library.stage("en", row.stage.value).name for row in rows}
    unsent = count_undelivered(portal.side, staff)
    return render_template(
        "desk/inbox.html",
        groups=_list_groups(rows),
        stages=stages,
        notes=notes,
        unsent=unsent,
        letters=count_letters(portal.side, staff),
        supervised=sum(row.needs_supervisor for row in rows),
        is_told_right=is_told_right(portal.side, staff),
    )


def _list_groups(rows: list[InboxRow]) -> tuple[Group, ...]:
    return tuple(
        Group(_heading(urgency), tuple(members), urgency is Urgency.UNSAFE)
        for urgency, members in groupby(rows, key=lambda row: row.urgency)
    )


def _heading(urgency: Urgency) -> str:
    return {
        Urgency.UNSAFE: "May not be safe now",
        Urgency.LATE: "Promise late",
        Urgency.UNANSWERED: "Waiting for your answer",
        Urgency.SILENT: "No news by the promised day",
        Urgency.NEW: "New",
        Urgency.UNDER_WAY: "Under way",
    }[urgency]
