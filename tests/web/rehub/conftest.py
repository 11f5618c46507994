"""The public site as it is wired, over the test's clock, and re:hub's software beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.casework.desk import record_check
from portal.holders import Role
from portal.web.public_app import create_public_app
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import PortalData, Referred, StaffAccount
from tests.web.rehub.sender import Rehub


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """Give a data folder on SQLite; what a database can change is tested on both in test_at_once and casework."""
    return sqlite_portal_data


@pytest.fixture
def site(portal_data: PortalData, public: PublicPortal) -> Iterator[Flask]:
    """Give the whole public site; its clock is the test's."""
    app = create_public_app(portal_data.settings(Role.PUBLIC))
    wired = app.extensions["portal"]
    app.extensions["portal"] = public
    yield app
    wired.side.store.close()


@pytest.fixture
def checked(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, once Fay has recorded the first conversation."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    return amira


@pytest.fixture
def rehub(site: Flask, public: PublicPortal, checked: Referred) -> Rehub:
    """re:hub's software, about to write about Amira's case."""
    return Rehub(site, public.side.rehub_secret, checked.receipt.case_reference)
