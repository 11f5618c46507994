"""`portal service`: which services there are, and enrolling one with keys of its own."""

from __future__ import annotations

import json
import os
import re

import click

from portal.casework.enrol import Enrolled, enrol_service, list_services
from portal.commands.key_folders import KeyFolders
from portal.domain.areas import Areas
from portal.domain.case import Service
from portal.settings import Role, Settings
from portal.store.work import Store
from portal.texts.places import load_areas
from portal.wiring import CONTENT

# Safety: the code becomes part of a file's name
_CODE = re.compile(r"[a-z][a-z0-9-]{1,38}")


@click.group("service")
def service_group() -> None:
    """List and enrol restorative justice services."""


@service_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
def list_command(as_json: bool) -> None:
    """List the services and how many areas each has."""
    store = _open_store()
    enrolled = list_services(store, load_areas(CONTENT))
    store.close()
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in enrolled], ensure_ascii=False, indent=2))
        return
    for each in enrolled:
        trial = "  trial copy: nobody will answer" if each.service.is_trial else ""
        click.echo(f"{each.service.service_id:<20}{each.service.name:<40}{len(each.areas):>3} areas{trial}")


@service_group.command("add")
@click.argument("code")
@click.option("--name", required=True, help="As people read it.")
@click.option("--area", "areas", multiple=True, help="Code of a police area it takes over; may be given many times.")
@click.option("--phone", default="", help="The number people may ring.")
@click.option("--hours", default="", help="When somebody answers it, in words.")
def add_command(code: str, name: str, areas: tuple[str, ...], phone: str, hours: str) -> None:
    """Enrol the service CODE with keys of its own, or change an enrolled one; its keys stay."""
    if not _CODE.fullmatch(code):
        raise click.UsageError("CODE is 2 to 39 small letters, digits and hyphens, and begins with a letter.")
    _check_areas(areas, load_areas(CONTENT))
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    folders = KeyFolders.of(settings)
    keys = folders.make(code)
    # Safety: pinned before it gets an area; the other way round the public site could not send what people ask for
    is_pinned = folders.add_pin(keys.pin)
    service = Service(
        service_id=code,
        name=name,
        phone=phone,
        hours=hours,
        is_trial=False,
        box_key=keys.box_key,
        sign_key=keys.sign_key,
        notice_key=keys.notice_key,
    )
    store = Store(settings.database_url)
    enrol_service(store, service, areas)
    store.close()
    click.echo(f"{name} is enrolled, with {len(areas)} areas taken over.")
    if is_pinned:
        click.echo("Restart the public site now: until then nothing can be sent to this service.")
    else:
        click.echo(f"Add this pin to PORTAL_SERVICE_PINS and restart the public site: {keys.pin}")


def _check_areas(areas: tuple[str, ...], known: Areas) -> None:
    unknown = [code for code in areas if known.find_area(code) is None]
    if unknown:
        codes = ", ".join(area.code for area in known.areas)
        raise click.UsageError(f"There is no area {', '.join(unknown)}. The areas are: {codes}")


def _open_store() -> Store:
    return Store(Settings.from_mapping(os.environ, Role.OPERATOR).database_url)


def _as_json(each: Enrolled) -> dict[str, object]:
    service = each.service
    return {
        "code": service.service_id,
        "name": service.name,
        "phone": service.phone,
        "hours": service.hours,
        "is_trial": service.is_trial,
        "areas": list(each.areas),
    }
