"""A spreadsheet of re:hub's: choose it, see what will become of each row, take it in. Between, it is kept sealed."""

from base64 import b64decode, b64encode

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.casework.import_sheet import Imported, Importer, Line, import_sheet, look_at_sheet
from portal.casework.take_updates import Outcome
from portal.casework.tickets import DraftTicket
from portal.casework.typed import erase_typed, find_typed, keep_typed
from portal.domain.sheet_rows import name_stages
from portal.sheets.read import MAX_BYTES, read_sheet
from portal.sheets.tables import MAX_ROWS, Sheet
from portal.texts.sheet_words import say_place, say_reason
from portal.texts.stage_names import list_stage_names
from portal.web.desk.case_page import stage_name
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.unsent import FILE
from portal.web.desk.words import note_words, outcome_words, problem_words
from portal.web.fields import Field, list_field_problems

blueprint = Blueprint("sheet", __name__, url_prefix="/sheet")

TAKE = "sheet.take"
MAX_FORM = MAX_BYTES + 64 * 1024  # what stands around the file; one that is too large is told so on a page of ours
_WILL = {
    Outcome.APPLIED: "They will see it at once",
    Outcome.KEPT_OLDER: "Older than what we know. It will be kept and change nothing",
    Outcome.KEPT_REFUSED: "re:hub may not make this move now. It will be kept for you, and they will not see it",
    Outcome.KEPT_SENSITIVE: "It will wait until somebody has talked with them",
}


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Ask for the file, and say what it may look like."""
    Importer.of_staff(get_staff())
    problem = next(iter(take_problems()), "")
    field = Field(
        name="sheet",
        kind="file",
        label="The spreadsheet",
        hint=f"An .xlsx or .csv file, at most 1 MB and {MAX_ROWS:,} rows.",
        problem=problem_words(problem) if problem else "",
    )
    return render_template(
        "desk/sheet.html",
        field=field,
        problems=list_field_problems(field),
        has_kept=FILE in session,
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def take() -> ResponseReturnValue:
    """Keep the file, sealed, for the one who chose it; lead on to what is in it."""
    Importer.of_staff(get_staff())
    uploaded = request.files.get("sheet")
    raw = uploaded.read() if uploaded else b""
    if not raw:
        ask_again("file_missing")
        return redirect(url_for("sheet.show"), code=303)
    _forget()
    ticket = keep_typed(get_portal().side, b64encode(raw).decode())
    # Safety: neither its name, which may be anybody's, nor anything of it is in the address or the cookie
    session[FILE] = {"ticket": ticket.as_text(), "staff": session.get("staff")}
    return redirect(url_for("sheet.check"), code=303)


@blueprint.get("/check")
def check() -> ResponseReturnValue:
    """Show what will become of each row, or everything that is wrong; nothing is taken in yet."""
    importer = Importer.of_staff(get_staff())
    sheet = _find_sheet()
    if sheet is None:
        return _say_over()
    seen = look_at_sheet(get_portal().side, importer, sheet)
    return render_template(
        "desk/sheet_check.html",
        faults=[(say_place(fault), say_reason(fault)) for fault in seen.faults],
        lines=[_describe(line) for line in seen.lines] if seen.is_good else [],
        new_count=_count_new(seen),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("/check")
def apply() -> ResponseReturnValue:
    """Take every row in, or none; pressing twice takes nothing in twice."""
    importer = Importer.of_staff(get_staff())
    sheet = _find_sheet()
    if sheet is None:
        return _say_over()
    done = import_sheet(get_portal().side, importer, sheet)
    say("sheet_taken" if done.is_good else "sheet_not_taken")
    return redirect(url_for("sheet.check"), code=303)


@blueprint.post("/forget")
def forget() -> ResponseReturnValue:
    """Delete the file here."""
    _forget()
    say("file_forgotten")
    return redirect(url_for("sheet.show"), code=303)


def _find_sheet() -> Sheet | None:
    kept = session.get(FILE)
    words = find_typed(get_portal().side, DraftTicket.from_text(kept["ticket"])) if kept else ""
    return read_sheet(b64decode(words), name_stages(list_stage_names(get_portal().library))) if words else None


def _say_over() -> ResponseReturnValue:
    session.pop(FILE, None)
    say("file_over")
    return redirect(url_for("sheet.show"), code=303)


def _forget() -> None:
    kept = session.pop(FILE, None)
    if kept:
        erase_typed(get_portal().side, DraftTicket.from_text(kept["ticket"]))


def _count_new(seen: Imported) -> int:
    return sum(not line.is_repeat for line in seen.lines) if seen.is_good else 0


def _describe(line: Line) -> tuple[str, str, str, object, str]:
    told = f"Taken in before. {outcome_words(line.outcome)}" if line.is_repeat else _WILL[line.outcome]
    row = line.row
    return str(row.row), row.case_reference, stage_name(row.stage), row.happened_on, told
