"""Migrations (Alembic), run in the process; the same set on SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from portal.store.engine import WRITES, begin, make_engine

HEAD = "0001"


def upgrade(database_url: str) -> None:
    """Bring the database to the newest shape; nothing happens when it is."""
    engine = make_engine(database_url).execution_options(**{WRITES: True})
    try:
        with begin(engine) as connection:
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
            if not inspect(connection).has_table("alembic_version"):
                return False
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    finally:
        engine.dispose()
