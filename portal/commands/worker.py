"""`portal worker`: the worker alone, for a server that starts and restarts it itself. Its round is in portal.worker."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

import click

from portal.holders import Role
from portal.settings import Settings
from portal.worker import run


@click.command()
def worker_command() -> None:
    """Send notices and keep promises until told to end."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    run(Settings.from_mapping(os.environ, Role.WORKER), stop)
