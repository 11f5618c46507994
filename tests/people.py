"""The people of the tests: Amira and Ben asked for help, Fay and Sam work at the national desk, Rita at another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.casework.staff import NewStaff
from portal.holders import Role
from portal.store.staff import Role as StaffRole
from portal.wiring import DeskPortal, PublicPortal, wire_desk, wire_public
from tests.builders import (
    AMIRAS_PAGES,
    BENS_PAGES,
    RIVERSIDE,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    add_staff,
    prepare_portal_data,
    refer,
)
from tests.databases import copy_postgres, run_alone


@pytest.fixture
def clock() -> MovableClock:
    """Give a clock that the test moves; Monday 23 November 2026, ten in the morning."""
    return MovableClock()


@pytest.fixture(scope="session")
def prepared_on_sqlite(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> PortalData:
    """Give a prepared data folder and its SQLite database to copy from."""
    folder = tmp_path_factory.mktemp("prepared")
    return prepare_portal_data(folder / "var", f"sqlite+pysqlite:///{shutil.copy(sqlite_template, folder)}")


@pytest.fixture(scope="session")
def prepared_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str, postgres_template: str
) -> PortalData:
    """Give a prepared data folder and its PostgreSQL database to copy from."""
    run_alone(postgres_url, f"CREATE DATABASE prepared TEMPLATE {postgres_template}")
    return prepare_portal_data(
        tmp_path_factory.mktemp("prepared") / "var", postgres_url.replace("/postgres", "/prepared")
    )


@pytest.fixture
def sqlite_portal_data(tmp_path: Path, prepared_on_sqlite: PortalData) -> PortalData:
    """Give a prepared data folder on SQLite only, for what no database can change."""
    prepared = prepared_on_sqlite.database_url.removeprefix("sqlite+pysqlite:///")
    url = f"sqlite+pysqlite:///{shutil.copy(prepared, tmp_path / 'portal.db')}"
    return PortalData(shutil.copytree(prepared_on_sqlite.data_dir, tmp_path / "var"), url)


@pytest.fixture
def postgres_portal_data(tmp_path: Path, postgres_url: str, prepared_on_postgres: PortalData) -> Iterator[PortalData]:
    """Give a prepared data folder on PostgreSQL only, for what only PostgreSQL has."""
    with copy_postgres(postgres_url, "prepared") as url:
        yield PortalData(shutil.copytree(prepared_on_postgres.data_dir, tmp_path / "var"), url)


@pytest.fixture
def portal_data(request: pytest.FixtureRequest, database_kind: str) -> PortalData:
    """Give a prepared data folder with two services, once on SQLite and once on PostgreSQL."""
    kind = "sqlite" if database_kind == "sqlite" else "postgres"
    given = request.getfixturevalue(f"{kind}_portal_data")
    assert isinstance(given, PortalData)
    return given


@pytest.fixture
def public(portal_data: PortalData, clock: MovableClock) -> Iterator[PublicPortal]:
    """Give the public site's things, wired over the test's clock."""
    portal = wire_public(portal_data.settings(Role.PUBLIC), clock)
    yield portal
    portal.side.store.close()


@pytest.fixture
def desk(portal_data: PortalData, clock: MovableClock) -> Iterator[DeskPortal]:
    """Give the desk's things, wired over the test's clock."""
    portal = wire_desk(portal_data.settings(Role.DESK), clock)
    yield portal
    portal.side.store.close()


@pytest.fixture
def amira(public: PublicPortal) -> Referred:
    """Amira has sent a referral to the national desk."""
    return refer(public.side, AMIRAS_PAGES)


@pytest.fixture
def ben(public: PublicPortal) -> Referred:
    """Ben has sent another and must never see hers."""
    return refer(public.side, BENS_PAGES)


@pytest.fixture
def fay(desk: DeskPortal) -> StaffAccount:
    """Fay facilitates at the national desk."""
    return add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))


@pytest.fixture
def sam(desk: DeskPortal) -> StaffAccount:
    """Sam supervises at the national desk."""
    return add_staff(desk.side, NewStaff("sam@desk.invalid", "Sam", StaffRole.SUPERVISOR))


@pytest.fixture
def rita(desk: DeskPortal) -> StaffAccount:
    """Rita facilitates at Riverside, another service."""
    return add_staff(desk.side, NewStaff("rita@riverside.invalid", "Rita", StaffRole.FACILITATOR, RIVERSIDE))
