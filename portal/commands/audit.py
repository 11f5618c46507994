"""`portal audit`: whether the desk's audit is whole. It shows nobody's name and no case."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from portal.holders import Role
from portal.journal import Journal, find_journal_file
from portal.settings import Settings
from portal.store.audit import Checked
from portal.store.work import Store
from portal.vault.certificates import Head

_LONG = 10_000  # rows after which it says how far it is
_AUDIT = "audit"  # under this name the journal keeps the newest row that was whole


@click.group("audit")
def audit_group() -> None:
    """Look after the record of who did what at the desk."""


@audit_group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
@click.pass_context
def verify_command(ctx: click.Context, as_json: bool) -> None:
    """Check that no row was changed, put in or taken away; status 1 with the first that does not fit.

    It notes the newest row beside the database, and the next time finds also what was taken from the end, or written
    anew from some row on.
    """
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    journal = Journal(find_journal_file(settings.data_dir, Role.OPERATOR))
    checked = _check(settings, journal.find_head(_AUDIT))
    if checked.broken is None and checked.count:
        journal.note_heads({_AUDIT: checked.end})
    click.echo(json.dumps(_as_json(checked), indent=2) if as_json else _say(checked))
    ctx.exit(0 if checked.broken is None else 1)


def _check(settings: Settings, known: Head | None) -> Checked:
    store = Store(settings.database_url)
    try:
        with store.look() as work:
            for checked in work.audit.check(known):
                if checked.end.sequence and checked.end.sequence % _LONG == 0:
                    click.echo(f"{checked.end.sequence:,} of {checked.count:,} rows are whole …", err=True)
    finally:
        store.close()
    return checked


def _as_json(checked: Checked) -> dict[str, Any]:
    answer: dict[str, Any] = {"is_whole": checked.broken is None, "rows": checked.count, "whole": checked.end.sequence}
    if checked.broken is not None:
        on = checked.broken_on.isoformat() if checked.broken_on else None
        answer["broken"] = {"number": checked.broken, "on": on}
    return answer


def _say(checked: Checked) -> str:
    if checked.broken is None:
        return f"The audit is whole: {checked.count:,} rows."
    what = f"of {checked.broken_on:%Y-%m-%d} does not fit" if checked.broken_on else "is missing or has no day"
    return f"The audit is broken: row {checked.broken:,} {what}. The {checked.end.sequence:,} rows before it are whole."
