"""A prepared installation, and a way to run a command in it as an operator does."""

from __future__ import annotations

from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result

from portal.holders import Role
from tests.builders import PortalData

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_portal_data: PortalData, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command with words, in an environment with the data folder only."""
    for name, value in sqlite_portal_data.environment(Role.OPERATOR).items():
        monkeypatch.setenv(name, value)

    def run_command(command: click.Command, *words: str) -> Result:
        return CliRunner().invoke(command, words)

    return run_command
