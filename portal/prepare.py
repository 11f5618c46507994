"""What has to be made before anything runs: catalogues, assets, and the data folder with keys and migrations.

Holds only the order; each part says for itself what it does and does nothing when nothing changed.
"""

from __future__ import annotations

import os
from pathlib import Path

from portal.embedded import prepare_data
from portal.settings import ROOT, Settings
from portal.texts.catalogues import compile_catalogues
from portal.web.assets import build_assets


def build_files(root: Path = ROOT) -> None:
    """Make what the sites read but nobody writes by hand: build/catalogues and build/static."""
    compile_catalogues(root / "translations", root / "build")
    build_assets(root / "portal" / "web" / "static", root / "build" / "static")


def prepare(settings: Settings, *, has_data: bool = True) -> None:
    """Make files and data ready, or only the files where keys and database are prepared elsewhere; quick when done."""
    # Safety: keys, database and notices are for the user who runs this, not for others on the machine.
    os.umask(0o077)
    build_files()
    if has_data:
        prepare_data(settings)
