"""One scene for a whole module: bad input changes nothing, which is what these tests see to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.casework.staff import NewStaff
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.web.desk_app import create_desk_app
from tests.builders import StaffAccount, add_staff
from tests.web.bad_input.stored import Stored, read_stored
from tests.web.desk.visitor import Visitor as AtDesk
from tests.web.scene import Scene, Visitor, copy_scene


@pytest.fixture(scope="module")
def calm(made_scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give the site with everybody in it; whoever changes its database makes the next test fail."""
    scene = copy_scene(made_scene, tmp_path_factory.mktemp("calm"))
    yield scene
    scene.portal.side.store.close()


@pytest.fixture(scope="module")
def everybody(calm: Scene) -> Visitor:
    """Give one browser with an unsent form and an open page, of Amira's both."""
    visitor = calm.with_draft()
    visitor.open_page(calm.amira.code)
    return visitor


@pytest.fixture
def unchanged(calm: Scene, everybody: Visitor) -> Iterator[None]:
    """See that all that is stored, visits too, is afterwards as it was before."""
    before: Stored = read_stored(calm.portal.side.store)
    yield
    assert read_stored(calm.portal.side.store) == before


@pytest.fixture(scope="module")
def desk_app(calm: Scene) -> Iterator[Flask]:
    """Give the desk over the module's scene."""
    app = create_desk_app(calm.data.settings(Role.DESK), clock=calm.clock)
    yield app
    app.extensions["portal"].side.store.close()


@pytest.fixture(scope="module")
def fay(desk_app: Flask) -> StaffAccount:
    """Give Fay, who facilitates."""
    return add_staff(desk_app.extensions["portal"].side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))


@pytest.fixture(scope="module")
def signed_in(desk_app: Flask, calm: Scene, fay: StaffAccount) -> AtDesk:
    """Give a browser in which Fay is signed in."""
    visitor = AtDesk(desk_app, calm.clock)
    visitor.sign_in(fay)
    return visitor
