"""`portal backup` and `portal restore`: the whole database, sealed to a recovery key that is kept elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import click

from portal.casework.accounts import note_by_operator
from portal.casework.backup import hold_back, kind_of, make_backup, read_backup, release, replay
from portal.domain.errors import AlreadyDone, Forged, Unavailable
from portal.embedded import Folders
from portal.holders import Role
from portal.journal import OF_CASES, Journal, find_journal_file
from portal.settings import Settings
from portal.store import migrations
from portal.store.copies import move_into_place, put_database
from portal.store.work import Store
from portal.vault.identities import Identity
from portal.vault.key_files import load_identity, make_identity, write_once
from portal.wiring import SystemClock

_A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=_A_FILE)
@click.option("--new-recovery-key", is_flag=True, help="Write the private half of a new recovery key to FILE.")
def backup_command(file: Path, new_recovery_key: bool) -> None:
    """Write a sealed copy of the whole database to FILE, while everything runs."""
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    public_file = _recovery_file(settings)
    if file.exists():
        raise click.UsageError(f"{file} is there already.")
    if new_recovery_key:
        _make_recovery_key(file, public_file)
        return
    if not public_file.is_file():
        raise click.ClickException("There is no recovery key yet: portal backup --new-recovery-key FILE")
    sealed = _make(settings.database_url, bytes.fromhex(public_file.read_text().strip()))
    write_once(file, sealed)
    click.echo(f"{file}: {len(sealed):,} bytes, sealed. The keys folder and the journal are not in it.")


@click.command("restore")
@click.argument("file", type=_A_FILE, required=False)
@click.option("--key", "key_file", type=_A_FILE, help="File with the private half of the recovery key.")
@click.option("--release", "is_release", is_flag=True, help="Let the worker send again after a restore.")
def restore_command(file: Path | None, key_file: Path | None, is_release: bool) -> None:
    """Restore FILE to an empty place, do again what people asked for since, and hold every notice back."""
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    if is_release:
        _release(settings)
        return
    if file is None or key_file is None:
        raise click.UsageError("Give FILE and --key, or --release.")
    journal_file = find_journal_file(settings.data_dir, Role.WORKER)
    if not journal_file.is_file():
        # Safety: without it people would be contacted who asked for that to stop
        raise click.ClickException(f"Put the worker's journal to {journal_file} first; without it stops are lost.")
    try:
        _restore(settings, file.read_bytes(), load_identity(key_file), Journal(journal_file))
    except AlreadyDone as error:
        raise click.ClickException(f"Nothing was restored: {error}.") from error
    except Unavailable as error:
        raise click.ClickException(f"It was not restored: {error}.") from error
    except (OSError, ValueError, Forged) as error:
        raise click.ClickException(
            f"Nothing was restored: {type(error).__name__}. Is this FILE and its key?"
        ) from error


def _restore(settings: Settings, sealed: bytes, recovery: Identity, journal: Journal) -> None:
    backup, today = read_backup(sealed, recovery), SystemClock().today()
    if backup.kind != kind_of(settings.database_url):
        raise click.ClickException(f"This is a backup of {backup.kind}; the settings name another database.")
    # Safety: nothing can be sent from it before it is held back
    url = put_database(settings.database_url, backup.copy)
    migrations.upgrade(url)
    store = Store(url)
    try:
        hold_back(store, today)
        note_by_operator(store, SystemClock(), f"restored the backup of {backup.made_on}")
        done = replay(store, backup.made_on, today, {what: journal.list(what) for what in OF_CASES})
    finally:
        store.close()
    move_into_place(settings.database_url)
    for role in Role:
        if find_journal_file(settings.data_dir, role).is_file():
            Journal(find_journal_file(settings.data_dir, role)).forget_heads()
    again = f"{done.erased} erased, {done.stopped} stopped, {done.locked} locked, {done.ended} ended"
    again = f"{again}, {done.shut_off} without a code"
    click.echo(f"Restored as of {backup.made_on:%Y-%m-%d}. Done again: {again}.")
    click.echo(f"{done.unsure} notices may have been sent before; none of them is sent again.")
    click.echo("Every link is turned off. Messages and updates since then are lost: ask at the desk.")
    if done.shut_off:
        click.echo("No code opens the page of whoever got a new one since then: the desk gives them another.")
    click.echo("Nothing is sent until a supervisor has looked: portal restore --release")


def _make(database_url: str, recovery_box_key: bytes) -> bytes:
    try:
        return make_backup(database_url, recovery_box_key, SystemClock().today())
    except Unavailable as error:
        raise click.ClickException(f"No backup was made: {error}.") from error


def _make_recovery_key(file: Path, public_file: Path) -> None:
    if public_file.is_file():
        raise click.ClickException(
            f"There is a recovery key; remove {public_file} first. Older backups need the old one."
        )
    recovery = make_identity(file)
    write_once(public_file, recovery.box_key.hex().encode() + b"\n")
    click.echo(f"{file} opens every backup from now on. Keep it away from this machine, in two places.")


def _release(settings: Settings) -> None:
    store = Store(settings.database_url)
    was_held = release(store)
    if was_held:
        note_by_operator(store, SystemClock(), "let notices leave after a restore")
    store.close()
    click.echo("The worker sends again." if was_held else "Nothing was held.")


def _recovery_file(settings: Settings) -> Path:
    return Folders(settings.data_dir).keys / "recovery.public"
