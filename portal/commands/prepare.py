"""`portal prepare`."""

from __future__ import annotations

import os

import click

from portal.prepare import prepare
from portal.settings import Role, Settings


@click.command()
def prepare_command() -> None:
    """Make ready what changed: catalogues, assets, keys, database."""
    prepare(Settings.from_mapping(os.environ, Role.OPERATOR))
