"""A whole database as bytes and back: SQLite's own online backup, or PostgreSQL's own programs. It seals nothing."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, make_url

from portal.domain.errors import AlreadyDone, Unavailable
from portal.store.engine import WRITES, begin, make_engine
from portal.store.grants import apply_grants

_NOT_READY = ".restoring"


def copy_database(database_url: str) -> bytes:
    """Return a whole copy as of one moment, made while others work. Raises Unavailable when it cannot be made."""
    if database_url.startswith("sqlite"):
        return _copy_sqlite(_file_of(database_url))
    return _run_program("pg_dump", database_url, ("--format=custom", "--no-owner", "--no-privileges"), b"")


def check_empty(database_url: str) -> None:
    """Raise AlreadyDone unless there is nothing that a restored copy would be written over."""
    if database_url.startswith("sqlite"):
        path = _file_of(database_url)
        if any(path.with_name(path.name + suffix).exists() for suffix in ("", "-wal")):
            raise AlreadyDone("there is a database file already")
        return
    engine = make_engine(database_url)
    try:
        with begin(engine) as connection:
            if inspect(connection).get_table_names():
                raise AlreadyDone("the database has tables already")
    finally:
        engine.dispose()


def put_database(database_url: str, copy: bytes) -> str:
    """Write a copy to where there is nothing yet (AlreadyDone otherwise); return the address to get it ready at.

    On SQLite that is a file beside the real one, so that nothing reads it before `move_into_place`.
    """
    check_empty(database_url)
    if database_url.startswith("sqlite"):
        path = _file_of(database_url + _NOT_READY)
        path.unlink(missing_ok=True)  # left by a restore that was killed
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(copy)
            file.flush()
            os.fsync(file.fileno())
        return database_url + _NOT_READY
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run_program("pg_restore", database_url, options, copy)
    engine = make_engine(database_url).execution_options(**{WRITES: True})
    try:
        with begin(engine) as connection:
            apply_grants(connection)
    finally:
        engine.dispose()
    return database_url


def move_into_place(database_url: str) -> None:
    """Let everybody find the database that was got ready."""
    if database_url.startswith("sqlite"):
        _file_of(database_url + _NOT_READY).replace(_file_of(database_url))


def _file_of(database_url: str) -> Path:
    return Path(make_url(database_url).database or "")


def _copy_sqlite(path: Path) -> bytes:
    if not path.is_file():
        raise Unavailable("there is no database file")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        return copy.serialize()


def _run_program(program: str, database_url: str, options: Sequence[str], given: bytes) -> bytes:
    found, url = shutil.which(program), make_url(database_url)
    if found is None:
        raise Unavailable(f"PostgreSQL's {program} is not installed here: apt-get install postgresql-client")
    places = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGDATABASE": url.database}
    # Safety: what the address asks of the line (sslmode, sslrootcert) holds for these programs too
    asked = {f"PG{name.upper()}": value for name, value in url.query.items() if isinstance(value, str)}
    # Safety: in the environment, where other users of the machine do not see a password as they see an argument
    place = {name: str(value) for name, value in {**places, **asked, "PGPASSWORD": url.password}.items() if value}
    target = ("--dbname", url.database or "") if program == "pg_restore" else ()
    done = subprocess.run(
        [found, *options, *target], input=given, capture_output=True, env={**os.environ, **place}, check=False
    )
    if done.returncode:
        # Safety: the program's own words may quote what is stored
        raise Unavailable(f"{program} did not work (status {done.returncode})")
    return done.stdout
