"""`portal rehub`: send one signed update, as re:hub's software would, and look after the shared secrets."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from portal.commands.rehub_sheet import import_command
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor
from portal.embedded import Folders
from portal.holders import Role
from portal.settings import Settings
from portal.vault.key_files import write_once
from portal.vault.webhooks import make_webhook_secret, sign_webhook
from portal.wiring import SystemClock

UPDATES = "/api/rehub/v1/updates"
PATIENCE_SECONDS = 30
_DAY = click.DateTime(["%Y-%m-%d"])
# What is changed -> what is asked before, what is said after.
_CHANGES: Mapping[str, tuple[str, str]] = {
    "rotate": (
        "Both secrets will count until you drop the old one. Write a new one?",
        "Written: the new secret stands first, the old one counts too. Restart the public site and give re:hub the new"
        " secret; once re:hub signs with it: portal rehub secret --drop-old",
    ),
    "drop-old": (
        "Messages signed with the old secret will be refused. Does re:hub sign with the new one?",
        "Done: only the newest secret counts. Restart the public site.",
    ),
    "new": (
        "Messages signed with the old secret will be refused. Write a new one?",
        "Written. Restart the public site, then give re:hub the new secret.",
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered."""

    status: int
    body: Mapping[str, Any]

    @property
    def is_taken(self) -> bool:
        """Say whether the message was taken, now or before."""
        return self.status in {200, 202}

    def as_sentence(self) -> str:
        """Return the answer in words."""
        if self.status == 202 and self.body.get("applied"):
            return "Applied: the person sees it."
        if self.status == 202:
            return "Kept for the service, not applied: it is older than the newest, or marked sensitive."
        if self.status == 200:
            return "Taken before: nothing changed."
        named = f" ({self.body['field']})" if "field" in self.body else ""
        words = ". ".join(str(self.body[part]) for part in ("title", "detail") if self.body.get(part))
        return f"Refused with {self.status}{named}: {words or 'the answer does not say why'}"


@click.group("rehub")
def rehub_group() -> None:
    """Send updates as re:hub does; look after the secret shared with it."""


rehub_group.add_command(import_command)


@rehub_group.command("send")
@click.argument("reference")
@click.argument("stage", type=click.Choice([stage.value for stage in Stage]))
@click.option("--happened-on", type=_DAY, help="The day it happened (YYYY-MM-DD); today unless given.")
@click.option("--expected-by", type=_DAY, help="The day the next step is expected (YYYY-MM-DD).")
@click.option("--waiting-for", type=click.Choice([whom.value for whom in WaitingFor]), help="Whom the case waits for.")
@click.option("--note", default="", help="For the facilitator only; never shown to the person.")
@click.option("--sensitive", is_flag=True, help="Hold it until the facilitator has talked with the person.")
@click.option("--url", default="", help="The public site; the one in the settings unless given.")
@click.option("--secret-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print status and answer as JSON.")
@click.pass_context
def send_command(ctx: click.Context, /, url: str, secret_file: Path | None, as_json: bool, **said: Any) -> None:
    """Sign one update and send it to the public site."""
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    site = url or settings.public_url
    secret = _read_secret(secret_file or _find_secret_file(settings))
    raw = json.dumps(_make_message(said), ensure_ascii=False).encode()
    try:
        answer = _post(site, raw, sign_webhook(secret, raw, datetime.now(UTC)))
    except (OSError, http.client.HTTPException) as error:
        raise click.ClickException(f"{site} does not answer.") from error
    except ValueError as error:
        raise click.ClickException(f"{site} answered with something else than re:hub's API does.") from error
    click.echo(json.dumps({"status": answer.status, "answer": answer.body}) if as_json else answer.as_sentence())
    ctx.exit(0 if answer.is_taken else 1)


@rehub_group.command("secret")
@click.option("--rotate", "change", flag_value="rotate", help="Write a new secret; the old one counts until dropped.")
@click.option("--drop-old", "change", flag_value="drop-old", help="End that: only the new secret counts.")
@click.option("--new", "change", flag_value="new", help="Write a new secret in place of all; for one that was stolen.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
def secret_command(change: str | None, is_sure: bool) -> None:
    """Print where the secret shared with re:hub is kept, never the secret."""
    path = _find_secret_file(Settings.from_mapping(os.environ, Role.OPERATOR))
    if change:
        _change_secret(path, change, is_sure=is_sure)
    elif not path.is_file():
        raise click.ClickException(f"There is no {path} yet: `portal prepare` makes it.")
    click.echo(path)


def _find_secret_file(settings: Settings) -> Path:
    given = os.environ.get("PORTAL_REHUB_SECRET_FILE", "").strip()
    return Path(given) if given else Folders(settings.data_dir).rehub_secret


def _read_secret(path: Path) -> str:
    """Return the newest secret of a file; it may hold the one before, too."""
    return _list_secrets(path)[0]


def _list_secrets(path: Path) -> list[str]:
    try:
        secrets = path.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path} cannot be read: `portal prepare` makes it.") from error
    if not secrets:
        raise click.ClickException(f"{path} is empty. To write a new secret: portal rehub secret --new")
    return secrets


def _change_secret(path: Path, change: str, *, is_sure: bool) -> None:
    """Change the secret and say what comes next."""
    ask, told = _CHANGES[change]
    if change == "rotate" and len(_list_secrets(path)) > 1:
        raise click.ClickException("There are two already. First, once re:hub signs with the new one: --drop-old")
    if not is_sure:
        click.confirm(ask, abort=True)
    match change:
        case "rotate":
            _write_secrets(path, [make_webhook_secret(), _read_secret(path)])
        case "drop-old":
            _write_secrets(path, [_read_secret(path)])
        case _:
            _write_secrets(path, [make_webhook_secret()])
    click.echo(told, err=True)


def _write_secrets(path: Path, secrets: Sequence[str]) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    write_once(fresh, "".join(f"{secret}\n" for secret in secrets).encode())
    os.replace(fresh, path)


def _make_message(said: Mapping[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC)
    data = {
        "reference": said["reference"],
        "stage": said["stage"],
        "happened_on": _write_day(said["happened_on"] or SystemClock().today()),
        "expected_by": _write_day(said["expected_by"]),
        "waiting_for": said["waiting_for"],
        "sensitive": said["sensitive"],
        "note": said["note"],
    }
    given = {name: value for name, value in data.items() if value not in (None, "")}
    return {"type": "case.updated", "timestamp": now.isoformat(timespec="seconds"), "data": given}


def _write_day(day: date | None) -> str | None:
    return None if day is None else f"{day:%Y-%m-%d}"


def _post(site: str, raw: bytes, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(site)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", UPDATES, raw, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        body = json.loads(response.read())
    finally:
        connection.close()
    if not isinstance(body, dict):
        raise ValueError("not an object")
    return Answer(response.status, body)
