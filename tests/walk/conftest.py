"""The album of the whole walk, made once, and a tab to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.made_once import make_once
from tests.walk.album import Album
from tests.walk.everything import walk_everything
from tests.walk.tab import Tab, open_tab


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Album:
    """Give every page in every state and language."""

    def make() -> Album:
        folder = tmp_path_factory.mktemp("walk")
        return walk_everything(folder, f"sqlite+pysqlite:///{shutil.copy(sqlite_template, folder / 'made.db')}")

    return make_once(tmp_path_factory, "album", make)


@pytest.fixture(scope="session")
def tab(album: Album, browser: Browser) -> Iterator[Tab]:
    """Give a tab in which those pages can be shown."""
    with open_tab(browser, album.states) as tab:
        yield tab
