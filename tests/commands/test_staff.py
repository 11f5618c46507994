"""`portal staff`: accounts at the desk. Secrets go into a file, never onto the screen."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pyotp
import pytest

from portal.casework.sign_in import find_signed_in, sign_in
from portal.commands.staff import staff_group
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.wiring import wire_desk
from tests.builders import PortalData
from tests.commands.conftest import Run

ADD = ("add", "kim@riverside.invalid", "--name", "Kim", "--role", "supervisor", "--service", "riverside")


def read_file(output: str) -> dict[str, str]:
    """Read the file whose path was printed last."""
    path = Path(output.strip().rsplit(" ", 1)[1])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secrets: dict[str, str] = json.loads(path.read_text())
    return secrets


def enter(data: PortalData, secrets: dict[str, str]) -> StaffRole | None:
    """Sign in with what a file says; return the role, None when it does not work."""
    desk = wire_desk(data.settings(Role.DESK))
    otp_secret = secrets["otpauth"].split("secret=")[1].split("&")[0]
    otp = pyotp.TOTP(otp_secret).at(desk.side.clock.now())
    session_id = sign_in(desk.side, secrets["email"], secrets["password"], otp)
    found = find_signed_in(desk.side, session_id) if session_id else None
    desk.side.store.close()
    return found.role if found else None


def test_adds_somebody_who_can_sign_in(run: Run, sqlite_portal_data: PortalData) -> None:
    """Nothing secret is printed, only where it is."""
    result = run(staff_group, *ADD)
    assert result.exit_code == 0
    secrets = read_file(result.output)
    assert secrets["password"] not in result.output
    assert enter(sqlite_portal_data, secrets) is StaffRole.SUPERVISOR


def test_resets_the_secrets_of_somebody_who_lost_them(run: Run, sqlite_portal_data: PortalData) -> None:
    """The old ones open nothing."""
    old = read_file(run(staff_group, *ADD).output)
    result = run(staff_group, "reset", "KIM@riverside.invalid")
    assert result.exit_code == 0
    new = read_file(result.output)
    assert enter(sqlite_portal_data, old) is None
    assert enter(sqlite_portal_data, new) is StaffRole.SUPERVISOR


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (ADD, 1, "has an account"),
        (("add", "new@x.invalid", "--name", "N", "--service", "nowhere"), 1, "There is no service nowhere"),
        (("add", "new@x.invalid", "--name", "N", "--role", "king"), 2, "king"),
        (("add", "no address", "--name", "N"), 2, "e-mail address"),
        (("reset", "nobody@x.invalid"), 1, "Nobody has this address"),
    ],
)
def test_refuses_what_cannot_be(
    run: Run, sqlite_portal_data: PortalData, words: tuple[str, ...], status: int, said: str
) -> None:
    """In words, and without leaving a file."""
    run(staff_group, *ADD)
    before = sorted(sqlite_portal_data.data_dir.iterdir())
    result = run(staff_group, *words)
    assert result.exit_code == status
    assert said in result.output
    assert sorted(sqlite_portal_data.data_dir.iterdir()) == before
