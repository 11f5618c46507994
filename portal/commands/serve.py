"""`portal serve`: all processes of this machine, or some of them, under one parent. How is in portal.serve."""

from __future__ import annotations

import os

import click

from portal.holders import Role
from portal.serve import ServeFault, serve
from portal.settings import Settings

PARTS = (Role.PUBLIC, Role.DESK, Role.WORKER)


@click.command()
@click.option(
    "--only",
    "parts",
    multiple=True,
    type=click.Choice([role.value for role in PARTS]),
    help="Run this part and no other, with keys and a database prepared elsewhere; may be given twice.",
)
@click.pass_context
def serve_command(ctx: click.Context, parts: tuple[str, ...]) -> None:
    """Run the public site, the desk and the worker until told to end."""
    roles = [Role(part) for part in parts] or PARTS
    try:
        status = serve(Settings.from_mapping(os.environ, Role.OPERATOR), os.environ, roles)
    except ServeFault as fault:
        raise click.ClickException(str(fault)) from fault
    ctx.exit(status)
