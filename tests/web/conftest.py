"""A scene on the public site for every test that asks for one: made once, copied each time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.scene import Scene, Visitor, copy_scene, make_scene


@pytest.fixture(scope="session")
def made_scene(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Scene:
    """Give the scene that others are copied from."""
    folder = tmp_path_factory.mktemp("scene")
    return make_scene(folder, f"sqlite+pysqlite:///{shutil.copy(sqlite_template, folder / 'made.db')}")


@pytest.fixture
def scene(made_scene: Scene, tmp_path: Path) -> Iterator[Scene]:
    """Give the site with Amira, Ben and Sana on a database of the test's own."""
    scene = copy_scene(made_scene, tmp_path)
    yield scene
    scene.portal.side.store.close()


@pytest.fixture
def visitor(scene: Scene) -> Visitor:
    """Give somebody who comes for the first time."""
    return scene.visitor()
