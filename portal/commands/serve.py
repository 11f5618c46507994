"""`portal serve`."""

from __future__ import annotations

import os

import click

from portal.serve import ServeFault, serve
from portal.settings import Role, Settings


@click.command()
@click.pass_context
def serve_command(ctx: click.Context) -> None:
    """Run the public site, the desk and the worker until told to end."""
    try:
        status = serve(Settings.from_mapping(os.environ, Role.OPERATOR), os.environ)
    except ServeFault as fault:
        raise click.ClickException(str(fault)) from fault
    ctx.exit(status)
