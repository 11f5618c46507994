"""`portal seed-demo`: made-up cases in every stage and language, for trying and for measuring."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from portal.casework.demo import Demo, DemoCase, DemoClock
from portal.casework.readiness import is_trial_copy
from portal.holders import Role
from portal.serve import environment_of
from portal.settings import Settings
from portal.texts.languages import OFFERED
from portal.wiring import wire_desk, wire_public

_PROGRESS_SECONDS = 2.0


@click.command("seed-demo")
@click.argument("count", type=click.IntRange(1, 10_000_000))
@click.option("--yes-this-is-a-trial", "is_sure", is_flag=True, help="Also where a service is enrolled already.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def seed_demo_command(count: int, is_sure: bool, as_json: bool) -> None:
    """Make COUNT made-up cases. For trying only: one process holds the keys of both sites while it runs."""
    settings = Settings.from_mapping(os.environ, Role.OPERATOR)
    codes = settings.data_dir / "demo-codes"
    started_at, made = time.monotonic(), Counter[str]()
    with _wire(settings, os.environ) as demo:
        # Safety: made-up people among real ones would take a practitioner's time, or hide somebody
        if not is_sure and not is_trial_copy(demo.public):
            raise click.ClickException("This is no trial copy. To make cases here anyway: --yes-this-is-a-trial")
        with _open_private(codes) as file:
            for case in _seed_all(demo, count, started_at):
                made[f"stage {case.stage}"] += 1
                made[f"language {case.language}"] += 1
                print(case.case_reference, "".join(case.access_code.groups()), case.stage, case.language, file=file)
    seconds = time.monotonic() - started_at
    if as_json:
        told = {"cases": count, "seconds": round(seconds, 2), "per_second": round(count / seconds, 1)}
        click.echo(json.dumps({**told, "codes_file": str(codes), "made": dict(sorted(made.items()))}))
        return
    click.echo(f"{count} made-up cases in {seconds:.1f} seconds, {count / seconds:.1f} a second.")
    click.echo(f"The codes that open their pages: {codes}")


def _seed_all(demo: Demo, count: int, started_at: float) -> Iterator[DemoCase]:
    told_at = started_at
    for number in range(count):
        yield demo.seed(number)
        now = time.monotonic()
        if now - told_at >= _PROGRESS_SECONDS:
            told_at = now
            click.echo(f"{number + 1} of {count}, {(number + 1) / (now - started_at):.1f} a second", err=True)


@contextmanager
def _wire(settings: Settings, env: Mapping[str, str]) -> Iterator[Demo]:
    clock = DemoClock()
    envs = {role: environment_of(role, settings, env) for role in (Role.PUBLIC, Role.DESK)}
    public_settings, desk_settings = (Settings.from_mapping(given, role) for role, given in envs.items())
    public, desk = wire_public(public_settings, clock), wire_desk(desk_settings, clock)
    try:
        yield Demo(public.side, desk.side, clock, tuple(language.code for language in OFFERED))
    finally:
        public.side.store.close()
        desk.side.store.close()


@contextmanager
def _open_private(path: Path) -> Iterator[TextIO]:
    # Safety: a code opens a page, made up or not; nobody else on the machine reads the file
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.fchmod(descriptor, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        yield file
