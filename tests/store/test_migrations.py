"""Migrations: the same tables as the store declares, on both databases, however often they run."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from portal.store import migrations
from portal.store.engine import make_engine
from portal.store.shape import HEAD
from portal.store.tables import metadata


def test_migrated_tables_are_those_the_store_declares(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing_and_loses_nothing(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO heartbeat (worker, at) VALUES ('one', 1)"))
    migrations.upgrade(database_url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM heartbeat")).scalar_one() == 1
    engine.dispose()
    assert migrations.is_current(database_url)


def test_a_new_database_is_not_current_until_it_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite+pysqlite:///{tmp_path / 'new.db'}"
    assert not migrations.is_current(url)
    migrations.upgrade(url)
    assert migrations.is_current(url)


def test_the_newest_migration_is_the_one_that_counts_as_current() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [HEAD]
