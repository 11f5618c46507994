"""Programs that come through npm, each in a folder of its own below build: npm clears what it was not asked for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from portal import setup
from portal.settings import ROOT


class Missing(Exception):
    """A program is not here and cannot be installed; the text says what to type."""


def find_folder(name: str) -> Path:
    """Return where a program is installed."""
    return ROOT / "build" / "bench" / name


def install(name: str, package: str, proof: Path, needs: Mapping[str, str]) -> None:
    """Install a package, and the programs it needs by their system packages; Missing says what to do instead.

    `proof` is a file that is there once it is installed.
    """
    lacking = [needed for program, needed in needs.items() if not shutil.which(program)]
    if proof.exists():
        lacking = [needed for needed in lacking if needed != "npm"]
    if lacking:
        try:
            setup.install_system_packages(lacking)
        except (setup.SetupFault, OSError) as fault:
            raise Missing(str(fault)) from fault
    if not proof.exists():
        sys.stderr.write(f"Installing {package} …\n")
        command = [
            "npm",
            "install",
            "--prefix",
            str(find_folder(name)),
            "--no-save",
            "--no-audit",
            "--no-fund",
            package,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not proof.exists():
            raise Missing(f"{package} could not be installed; try: {' '.join(command)}")
