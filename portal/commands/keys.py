"""`portal keys`: which keys are where, and whether they fit. Private halves are never shown."""

from __future__ import annotations

import json
import os

import click

from portal.casework.enrol import list_services
from portal.commands.key_folders import KeyFolders
from portal.domain.case import Service
from portal.holders import Role
from portal.settings import Settings
from portal.store.work import Store
from portal.texts.places import load_areas
from portal.vault.key_files import PublicKeys
from portal.wiring import CONTENT


@click.group("keys")
def keys_group() -> None:
    """Look after the keys of services."""


@keys_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
@click.pass_context
def list_command(ctx: click.Context, as_json: bool) -> None:
    """List each service's fingerprint, whether its keys are here, and whether it is pinned; status 1 if one misfits."""
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    store = Store(settings.database_url)
    services = [enrolled.service for enrolled in list_services(store, load_areas(CONTENT))]
    store.close()
    folders = KeyFolders.of(settings)
    lines = [_describe(service, folders) for service in services]
    if as_json:
        click.echo(json.dumps(lines, indent=2))
    else:
        for line in lines:
            click.echo(f"{line['code']:<20}{line['pin']}  {line['state']}")
    ctx.exit(0 if all(line["state"] == "fits" for line in lines) else 1)


def _describe(service: Service, folders: KeyFolders) -> dict[str, str]:
    stored = PublicKeys(service.box_key, service.sign_key, service.notice_key)
    state = _state(stored, folders.find(service.service_id), folders)
    return {"code": service.service_id, "pin": stored.pin, "state": state}


def _state(stored: PublicKeys, held: PublicKeys | None, folders: KeyFolders) -> str:
    if held is None:
        return "private keys are not here"
    if held != stored:
        return "the database has other keys"
    return "fits" if stored.pin in folders.list_pins() else "not pinned for the public site"
