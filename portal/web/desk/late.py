"""Who waits longer than was promised, or heard only that there is no news; what a supervisor looks at comes first."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.casework.inbox import InboxRow, list_inbox
from portal.web.desk.here import get_portal, get_staff, take_said
from portal.web.desk.inbox import Group
from portal.web.desk.words import note_words

blueprint = Blueprint("late", __name__, url_prefix="/late")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show the cases that are late, the longest silence first."""
    portal, staff = get_portal(), get_staff()
    notes = tuple(note_words(code) for code in take_said())
    if not staff.may_read_cases:
        return render_template("desk/no_cases.html", notes=notes)
    rows = sorted(list_inbox(portal.side, staff), key=lambda row: (-row.lateness.silence, -row.days_late))
    stages = {row.stage: portal.library.stage("en", row.stage.value).name for row in rows}
    return render_template("desk/late.html", groups=_list_groups(rows), stages=stages, notes=notes)


def _list_groups(rows: list[InboxRow]) -> tuple[Group, ...]:
    supervised = tuple(row for row in rows if row.needs_supervisor)
    late = tuple(row for row in rows if row.days_late and row not in supervised)
    silent = tuple(row for row in rows if row.lateness.silence and row not in (*supervised, *late))
    headings = (("For your supervisor", supervised), ("Late", late), ("No news by the promised day", silent))
    return tuple(Group(heading, members, is_unsafe=False) for heading, members in headings if members)
