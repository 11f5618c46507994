"""`portal service`: which services there are, and enrolling one with keys of its own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping

import click

from portal.casework.enrol import Enrolled, enrol_service, find_service, list_services
from portal.casework.trusted import find_pin, sign_service
from portal.commands.key_folders import KeyFolders
from portal.domain.areas import Areas
from portal.domain.case import TOLD, Service
from portal.holders import Role
from portal.settings import Settings
from portal.store.work import Store
from portal.texts.places import load_areas
from portal.vault.key_files import PublicKeys
from portal.wiring import CONTENT, SystemClock

# Safety: the code becomes part of a file's name
_CODE = re.compile(r"[a-z][a-z0-9-]{1,38}")
_RESTART = "Restart the public site now: until then nothing can be sent to this service."
_OTHER_KEYS = (
    "Nothing was changed: {} is enrolled with keys that are not in the folders of keys here; run this where they are, "
    "or put them back from their copy first."
)
_PIN = "Add this pin to PORTAL_SERVICE_PINS and restart the public site:"


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
@click.option("--phone", help="The number people may ring.")
@click.option("--hours", help="When somebody answers it, in words.")
@click.option("--post", multiple=True, help="A line of the address people may write to; once for each line.")
def add_command(
    code: str, name: str, areas: tuple[str, ...], phone: str | None, hours: str | None, post: tuple[str, ...]
) -> None:
    """Enrol the service CODE with keys of its own, or change an enrolled one, whose keys must be here and stay.

    What people are told of an enrolled service stays too where nothing new is given; an empty text takes it away.
    """
    if not _CODE.fullmatch(code):
        raise click.UsageError("CODE is 2 to 39 small letters, digits and hyphens, and begins with a letter.")
    _check_areas(areas, load_areas(CONTENT))
    told = {"name": name, "phone": phone, "hours": hours, "postal_address": "\n".join(post).strip() if post else None}
    _check_lengths(told)
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    folders = KeyFolders.of(settings)
    store = Store(settings.database_url)
    try:
        before = find_service(store, code)
        _check_keys(before, folders.find(code))
        keys = folders.make(code)
        # Safety: pinned before it gets an area; the other way round the public site could not send what people ask for
        is_pinned = folders.add_pin(keys.pin)
        service = _make_service(code, _complete(before, told), keys)
        enrol_service(store, SystemClock(), sign_service(service, folders.load_signing_key(code)), areas)
    finally:
        store.close()
    click.echo(f"{name} is enrolled, with {len(areas)} areas taken over.")
    click.echo(_RESTART if is_pinned else f"{_PIN} {keys.pin}")


def _check_areas(areas: tuple[str, ...], known: Areas) -> None:
    unknown = [code for code in areas if known.find_area(code) is None]
    if unknown:
        codes = ", ".join(area.code for area in known.areas)
        raise click.UsageError(f"There is no area {', '.join(unknown)}. The areas are: {codes}")


def _check_lengths(told: Mapping[str, str | None]) -> None:
    for field, longest in TOLD.items():
        if len(told[field] or "") > longest:
            raise click.UsageError(f"The {field.replace('_', ' ')} may have {longest} characters at most.")


def _check_keys(before: Service | None, here: PublicKeys | None) -> None:
    # Safety: other keys in the place of an enrolled service's, and none of its cases could be opened any more
    if before is not None and (here is None or here.pin != find_pin(before)):
        raise click.ClickException(_OTHER_KEYS.format(before.service_id))


def _make_service(code: str, told: Mapping[str, str], keys: PublicKeys) -> Service:
    return Service(
        service_id=code,
        name=told["name"],
        phone=told["phone"],
        hours=told["hours"],
        postal_address=told["postal_address"],
        is_trial=False,
        box_key=keys.box_key,
        sign_key=keys.sign_key,
        notice_key=keys.notice_key,
    )


def _complete(found: Service | None, told: Mapping[str, str | None]) -> dict[str, str]:
    """Fill in what was not given from what the service has already."""
    return {field: getattr(found, field, "") if given is None else given for field, given in told.items()}


def _open_store() -> Store:
    return Store(Settings.from_mapping(os.environ, Role.OPERATOR).database_url)


def _as_json(each: Enrolled) -> dict[str, object]:
    service = each.service
    return {
        "code": service.service_id,
        "name": service.name,
        "phone": service.phone,
        "hours": service.hours,
        "postal_address": service.postal_address,
        "is_trial": service.is_trial,
        "areas": list(each.areas),
    }
