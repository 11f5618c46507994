"""`portal figures`: the published figures, and freezing what is over. The worker freezes by itself."""

from __future__ import annotations

import json
import os

import click

from portal.casework.figures import list_editions
from portal.casework.freeze import freeze_figures
from portal.domain.figures import EVERYWHERE, Edition, Measure, Row, edition_as_body
from portal.holders import Role
from portal.settings import Settings
from portal.store.work import Store
from portal.texts.places import load_areas
from portal.wiring import CONTENT, SystemClock

_NONE_YET = "No quarter has been frozen yet."
_MEASURES = {
    Measure.RECEIVED: "requests received",
    Measure.KEPT: "promises kept with news",
    Measure.KEPT_WITHOUT_NEWS: 'promises kept with "no news yet"',
    Measure.LATE: "promises kept late",
}


@click.group("figures", invoke_without_command=True)
@click.option("--quarter", metavar="2026-Q4", help="Another edition than the newest.")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
@click.pass_context
def figures_group(ctx: click.Context, quarter: str | None, as_json: bool) -> None:
    """Print the newest figures, as everybody may read them."""
    if ctx.invoked_subcommand is not None:
        return
    store = Store(Settings.from_mapping(os.environ, Role.OPERATOR).database_url)
    try:
        editions = list_editions(store)
    finally:
        store.close()
    edition = next((each for each in editions if quarter in {None, str(each.quarter)}), None)
    if edition is None and quarter is not None:
        raise click.ClickException(f"There is no edition of {quarter}.")
    if as_json:
        click.echo(json.dumps(edition_as_body(edition) if edition else None, indent=2))
    else:
        click.echo(_say(edition) if edition else _NONE_YET)


@figures_group.command("freeze")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
def freeze_command(as_json: bool) -> None:
    """Freeze every quarter that is over; one that has an edition keeps it. The worker does this by itself."""
    store = Store(Settings.from_mapping(os.environ, Role.OPERATOR).database_url)
    try:
        frozen = freeze_figures(store, SystemClock(), [area.code for area in load_areas(CONTENT).areas])
    finally:
        store.close()
    if as_json:
        click.echo(json.dumps({"frozen": frozen}))
    else:
        click.echo("\n".join(f"{quarter} is frozen." for quarter in frozen) or "Nothing is to be frozen now.")


def _say(edition: Edition) -> str:
    trial = "  (made-up cases of a trial copy)" if edition.is_trial else ""
    lines = [f"{edition.quarter}, frozen on {edition.frozen_on}{trial}; counts to the nearest 5, none below 10"]
    lines += [f"  {_name(row):<58}{_tell(row)}" for row in edition.rows]
    return "\n".join(lines)


def _name(row: Row) -> str:
    what = _MEASURES.get(row.measure) or f"weeks in {row.stage}"
    return f"{what}, {row.area}" if row.area != EVERYWHERE else what


def _tell(row: Row) -> str:
    told = [] if row.number is None else [f"{row.number:,}"]
    told += [] if row.median_weeks is None else [f"half within {row.median_weeks} weeks"]
    told += [] if row.slowest_tenth_weeks is None else [f"nine in ten within {row.slowest_tenth_weeks} weeks"]
    return ", ".join(told) or "not shown"
