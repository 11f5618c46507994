"""`portal prepare`: everything a start needs, made where it is missing. What that is stands in portal.prepare."""

from __future__ import annotations

import os

import click

from portal.holders import Role
from portal.prepare import prepare
from portal.settings import Settings


@click.command()
@click.option("--files", "is_files_only", is_flag=True, help="Only catalogues and assets; the rest is elsewhere.")
def prepare_command(is_files_only: bool) -> None:
    """Make ready what changed: catalogues, assets, keys, database."""
    prepare(Settings.from_mapping(os.environ, Role.OPERATOR), has_data=not is_files_only)
