"""Migrations (Alembic), run in the process; the same set on SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import func, select

from portal.store.engine import WRITES, begin, make_engine
from portal.store.shape import has_newest_shape

_TURN = 0x6D696772  # any number, the same for everybody who migrates this database


def upgrade(database_url: str) -> None:
    """Bring the database to the newest shape; nothing happens when it is."""
    engine = make_engine(database_url).execution_options(**{WRITES: True})
    try:
        with begin(engine) as connection:
            if connection.dialect.name == "postgresql":
                # one after the other, until the end of the work; SQLite has one writer anyway
                connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def is_current(database_url: str) -> bool:
    """Say whether the database has the newest shape, without loading the migrations."""
    engine = make_engine(database_url)
    try:
        with begin(engine) as connection:
            return has_newest_shape(connection)
    finally:
        engine.dispose()
