"""What takes long to make and is the same for every process of the tests: made by the first, read by the rest."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def make_once(folders: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """Return what is made under a name; whoever asks while another process makes it waits."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    place = folders.getbasetemp().parent / name  # the folder that the processes of one run share
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            kept: Made = pickle.loads(place.read_bytes())  # noqa: S301 (written by this same run)
            return kept
        made, half = make(), place.with_suffix(".half")
        half.write_bytes(pickle.dumps(made))
        half.rename(place)
        return made
