"""The desk in the test's own process, over SQLite: what its pages do depends on no kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.holders import Role
from portal.web.desk_app import create_desk_app
from tests.builders import MovableClock, PortalData, StaffAccount
from tests.web.desk.visitor import Visitor


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """Give a prepared data folder, once."""
    return sqlite_portal_data


@pytest.fixture
def app(portal_data: PortalData, clock: MovableClock) -> Iterator[Flask]:
    """Give the desk, wired over the test's clock."""
    app = create_desk_app(portal_data.settings(Role.DESK), clock=clock)
    yield app
    app.extensions["portal"].side.store.close()


@pytest.fixture
def stranger(app: Flask, clock: MovableClock) -> Visitor:
    """Give a browser in which nobody is signed in."""
    return Visitor(app, clock)


@pytest.fixture
def at_desk(app: Flask, clock: MovableClock, fay: StaffAccount) -> Visitor:
    """Give a browser in which Fay is signed in."""
    visitor = Visitor(app, clock)
    visitor.sign_in(fay)
    return visitor
