"""`portal staff`: give somebody an account at the desk, or new secrets. Nothing secret is printed, only where it is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from portal.casework.accounts import FirstSecrets, add_account, reset_account
from portal.casework.staff import NewStaff
from portal.domain.errors import AlreadyDone, NotFound
from portal.holders import Role
from portal.serve import environment_of
from portal.settings import Settings
from portal.store.services import NATIONAL
from portal.store.staff import Role as StaffRole
from portal.vault.key_files import write_once
from portal.vault.randomness import random_id
from portal.vault.staff_secrets import write_otpauth
from portal.wiring import DeskPortal, wire_desk


@click.group("staff")
def staff_group() -> None:
    """Give staff members accounts at the desk."""


@staff_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues and the people they help read it.")
@click.option("--role", type=click.Choice([role.value for role in StaffRole]), default="facilitator", show_default=True)
@click.option("--service", default=NATIONAL, show_default=True, help="Code of the service they work for.")
def add_command(email: str, name: str, role: str, service: str) -> None:
    """Add a staff member; the file printed holds their first password and one-time secret."""
    if "@" not in email.strip("@") or len(email) > 120:
        raise click.UsageError("EMAIL is an e-mail address of at most 120 characters.")
    desk = _wire()
    try:
        first = add_account(desk.side, NewStaff(email.strip(), name, StaffRole(role), service))
    except AlreadyDone as error:
        raise click.ClickException("This address has an account; `portal staff reset` gives new secrets.") from error
    except NotFound as error:
        raise click.ClickException(f"There is no service {service}. `portal service list` lists them.") from error
    finally:
        desk.side.store.close()
    _hand_over(desk, first)


@staff_group.command("reset")
@click.argument("email")
def reset_command(email: str) -> None:
    """Give a staff member new secrets, lift a lock and end their sessions."""
    desk = _wire()
    try:
        first = reset_account(desk.side, email.strip())
    except NotFound as error:
        raise click.ClickException("Nobody has this address.") from error
    finally:
        desk.side.store.close()
    _hand_over(desk, first)


def _wire() -> DeskPortal:
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    return wire_desk(Settings.from_mapping(environment_of(Role.DESK, settings, os.environ), Role.DESK))


def _hand_over(desk: DeskPortal, first: FirstSecrets) -> None:
    """Write the file that brings somebody their secrets; the desk deletes it once they were used."""
    path: Path = desk.settings.data_dir / f"sign-in-{random_id()[:8]}"
    sign_in = {
        "email": first.email,
        "password": first.password,
        "otpauth": write_otpauth(first.otp_secret, first.email, desk.settings.site_name),
    }
    # Safety: mode 600, and never on the screen, where a colleague or a log reads it too
    write_once(path, json.dumps(sign_in, indent=2).encode() + b"\n")
    click.echo(f"Hand this file over and delete it; it is gone after the first sign-in: {path}")
