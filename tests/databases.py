"""Databases for tests: a PostgreSQL of our own, fresh migrated databases on it and on SQLite, and Redis."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from portal.store.migrations import upgrade
from tests.eventually import eventually
from tests.missing import lack
from tests.quick_folder import find_quick_folder
from tests.system_parts import find_postgresql, find_redis

ORDINARY_USERS = ("postgres", "nobody")
NO_REDIS = "Redis is not installed: apt-get install redis-tools"
QUICK_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the address of a PostgreSQL that lives as long as the tests; its role may create databases."""
    with run_postgres() as url:
        yield url


@contextmanager
def run_postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own until the block ends; give its address."""
    initdb, postgres = find_postgresql("initdb"), find_postgresql("postgres")
    if not initdb or not postgres:
        lack("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=find_quick_folder()))  # a short path: a socket lives here
    identity = take_ordinary_user(folder)
    place, port = str(folder / "data"), find_free_port()
    init = [initdb, "-D", place, "-A", "trust", "-U", "portal", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(init, check=True, cwd="/", stdout=subprocess.DEVNULL, **identity)
    serve = [postgres, "-D", place, "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    options = [part for option in QUICK_NOT_SAFE for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*serve, *options], cwd="/", stdout=log, stderr=log, **identity)
    try:
        eventually(lambda: is_open(port), 30, what="PostgreSQL answers")
        yield f"postgresql+psycopg://portal@127.0.0.1:{port}/postgres"
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def take_ordinary_user(folder: Path) -> dict[str, object]:
    """Give the folder to an ordinary user when run as root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(known[name] for name in ORDINARY_USERS if name in known)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}


def is_open(port: int) -> bool:
    """Say whether the PostgreSQL on the port takes connections."""
    try:
        psycopg.connect(f"host=127.0.0.1 port={port} user=portal dbname=postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def run_alone(url: str, *statements: str) -> None:
    """Run statements outside a transaction, as CREATE DATABASE wants."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """Give the name of a migrated, empty database to copy from."""
    run_alone(postgres_url, "CREATE DATABASE migrated")
    upgrade(postgres_url.replace("/postgres", "/migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated, empty SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    upgrade(f"sqlite+pysqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give the address of a fresh, migrated SQLite database."""
    return f"sqlite+pysqlite:///{shutil.copy(sqlite_template, tmp_path / 'portal.db')}"


@contextmanager
def copy_postgres(postgres_url: str, template: str) -> Iterator[str]:
    """Copy a database that nobody is connected to; give the address of the copy, gone after the block."""
    name = f"test_{secrets.token_hex(6)}"
    run_alone(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgres_url.replace("/postgres", f"/{name}")
    run_alone(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_database_url(postgres_url: str, postgres_template: str) -> Iterator[str]:
    """Give the address of a fresh, migrated PostgreSQL database, gone after the test."""
    with copy_postgres(postgres_url, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Give the name of each kind of database, one after the other."""
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str) -> str:
    """Give a fresh, migrated database, once on each kind."""
    return str(request.getfixturevalue("sqlite_url" if database_kind == "sqlite" else "postgres_database_url"))


@contextmanager
def run_redis(folder: Path) -> Iterator[str]:
    """Run a Redis that writes nothing to disk until the block ends; give its address, empty when there is none here."""
    program = find_redis()
    if not program:
        yield ""
        return
    port = find_free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, executable=program, stdout=subprocess.DEVNULL)  # it is what it is called by
    try:
        eventually(lambda: _takes_connections(port), 10, what="Redis answers")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def _takes_connections(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """Give the address of a Redis of the test's own."""
    with run_redis(tmp_path) as url:
        if not url:
            lack(NO_REDIS)
        yield url
