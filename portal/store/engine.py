"""Engines for SQLite and PostgreSQL, and the settings that keep what was acknowledged and lose what was erased."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.pool import StaticPool

from portal.domain.errors import Unavailable

WRITES = "portal_writes"
PATIENCE_SECONDS = 5  # a server that is there and says nothing must not take every thread with it
_KEPT_OPEN = 16  # one for each thread that a server has; what is over is opened and closed at every page


def make_engine(database_url: str) -> Engine:
    """Return an engine; on SQLite no transaction begins but by `begin` below."""
    if not database_url.startswith("sqlite"):
        return create_engine(
            database_url,
            pool_pre_ping=True,
            hide_parameters=True,
            pool_size=_KEPT_OPEN,
            connect_args={"connect_timeout": PATIENCE_SECONDS, "tcp_user_timeout": 1000 * PATIENCE_SECONDS},
        )
    is_in_memory = make_url(database_url).database in {None, "", ":memory:"}
    options: dict[str, Any] = {"poolclass": StaticPool} if is_in_memory else {"pool_size": _KEPT_OPEN}
    engine = create_engine(
        database_url,
        hide_parameters=True,  # Safety: no stored value in an error's text
        connect_args={"isolation_level": None, "timeout": 10, "check_same_thread": False},
        **options,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


@contextmanager
def begin(engine: Engine) -> Iterator[Connection]:
    """Open a transaction; Unavailable, and nothing of the driver's text, when the database does not answer."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                _begin_sqlite(connection)
            yield connection
    except IntegrityError:
        raise
    except (DatabaseError, InterfaceError, NoConnectionFree, sqlite3.DatabaseError):
        # Safety: the driver's own text may quote what was being stored
        raise Unavailable("the database did not answer") from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # Safety: what a person was told is saved survives a power cut
    cursor.execute("PRAGMA secure_delete=ON")  # Safety: erased words are overwritten, not only unlinked
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # Not by an event of the engine: one listener makes every statement after it look for more.
    # A plain BEGIN that turns to writing fails with "database is locked" as soon as somebody else writes.
    writes = connection.get_execution_options().get(WRITES, False)
    driver: Any = connection.connection.driver_connection  # not through SQLAlchemy: that takes ten times as long
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
