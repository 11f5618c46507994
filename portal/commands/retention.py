"""`portal retention`: erase the cases that were kept long enough. The worker does it once a day by itself."""

from __future__ import annotations

import json
import os

import click

from portal.casework.accounts import note_by_operator
from portal.casework.erase import erase_stale, list_stale
from portal.domain.retention import Keep
from portal.holders import Role
from portal.journal import Journal, find_journal_file
from portal.settings import Settings
from portal.store.erasing import ERASED_TABLES
from portal.store.work import Store
from portal.wiring import SystemClock


@click.group("retention")
def retention_group() -> None:
    """Look after how long cases are kept."""


@retention_group.command("run")
@click.option("--dry-run", is_flag=True, help="Only say how many cases it would erase.")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
def run_command(dry_run: bool, as_json: bool) -> None:
    """Erase cases closed for long, and such as went nowhere; a message that nobody has read keeps its case."""
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    keep = Keep(settings.keep_closed_months, settings.keep_unanswered_months)
    store, clock = Store(settings.database_url), SystemClock()
    memory = Journal(find_journal_file(settings.data_dir, Role.WORKER))
    if dry_run:
        count = len(list_stale(store, clock, memory, keep))
    else:
        count = erase_stale(store, clock, memory, keep)
        note_by_operator(store, clock, f"ran retention, {count} erased")
        store.scrub(ERASED_TABLES)
    store.close()
    if as_json:
        click.echo(json.dumps({"cases": count, "erased": not dry_run}))
    else:
        click.echo(f"{count} cases {'would be' if dry_run else 'were'} erased.")
