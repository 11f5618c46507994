"""`portal rehub import`: take in a spreadsheet of re:hub's for every service whose key lies on this machine.

It acts as the desk does, with the desk's keys and its database role, and signs each row as the service whose case it
is. Where no service's key lies it can do nothing, and says so row by row.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from portal.casework.import_sheet import OPERATOR, Imported, import_sheet, look_at_sheet
from portal.casework.take_updates import Outcome
from portal.domain.sheet_rows import Fault, name_stages
from portal.holders import Role
from portal.serve import environment_of
from portal.settings import Settings
from portal.sheets.read import MAX_BYTES, read_sheet
from portal.texts.sheet_words import say_place, say_reason
from portal.texts.stage_names import list_stage_names
from portal.wiring import DeskPortal, wire_desk

_OUTCOMES = {
    Outcome.APPLIED: "shown to the person",
    Outcome.KEPT_OLDER: "kept: older than what is known",
    Outcome.KEPT_REFUSED: "kept for the desk: not a move re:hub may make now",
    Outcome.KEPT_SENSITIVE: "kept for the desk: somebody talks with the person first",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask; take it in when nothing is wrong.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Only say what would become of each row.")
@click.option("--json", "as_json", is_flag=True, help="For a machine; asks nothing, so it needs one of these two.")
@click.pass_context
def import_command(ctx: click.Context, file: Path, is_sure: bool, is_trial: bool, as_json: bool) -> None:
    """Take in FILE, a .csv or .xlsx: all rows or none; the same file twice changes nothing."""
    if as_json and not (is_sure or is_trial):
        raise click.UsageError("--json needs --yes or --dry-run.")
    operator = Settings.from_mapping(os.environ, Role.OPERATOR)
    desk = wire_desk(Settings.from_mapping(environment_of(Role.DESK, operator, os.environ), Role.DESK))
    try:
        imported = _import(desk, file, is_sure=is_sure, is_trial=is_trial, as_json=as_json)
    finally:
        desk.side.store.close()
    ctx.exit(0 if imported.is_good else 1)


def _import(desk: DeskPortal, file: Path, *, is_sure: bool, is_trial: bool, as_json: bool) -> Imported:
    with file.open("rb") as opened:
        raw = opened.read(MAX_BYTES + 1)
    sheet = read_sheet(raw, name_stages(list_stage_names(desk.library)))
    seen = look_at_sheet(desk.side, OPERATOR, sheet)
    if is_trial or not seen.is_good:
        _tell(seen, is_done=False, as_json=as_json)
        return seen
    if not is_sure:
        _tell(seen, is_done=False, as_json=False)
        click.confirm("Take these rows in?", abort=True)
    done = import_sheet(desk.side, OPERATOR, sheet)
    _tell(done, is_done=done.is_good, as_json=as_json)
    return done


def _tell(imported: Imported, *, is_done: bool, as_json: bool) -> None:
    lines = [
        {"row": line.row.row, "outcome": line.outcome.value, "is_repeat": line.is_repeat} for line in imported.lines
    ]
    if as_json:
        faults = [{"row": each.row, "column": each.column, "reason": each.reason.value} for each in imported.faults]
        click.echo(json.dumps({"done": is_done, "rows": lines, "faults": faults}))
        return
    for fault in imported.faults:
        click.echo(_complain(fault))
    for line in imported.lines if imported.is_good else ():
        before = "taken before, " if line.is_repeat else ""
        click.echo(f"Row {line.row.row}: {before}{_OUTCOMES[line.outcome]}")
    new = sum(not line.is_repeat for line in imported.lines)
    if not imported.is_good:
        click.echo("Nothing was taken in. Put these right and begin again.")
    elif is_done:
        click.echo(f"Taken in: {new} of {len(imported.lines)} rows; the others were taken before.")
    else:
        click.echo(f"{new} of {len(imported.lines)} rows are new. Nothing was taken in yet.")


def _complain(fault: Fault) -> str:
    return f"{say_place(fault)}: {say_reason(fault)}"
