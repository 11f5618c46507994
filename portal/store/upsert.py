"""Writing a row that another process may have written just before, alike on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_change(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row; when its primary key is there already, change the other columns given."""
    connection.execute(_write_insert_or_change(connection.dialect.name, table, tuple(values)), dict(values))


def insert_or_change_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, each as insert_or_change does."""
    if rows:
        statement = _write_insert_or_change(connection.dialect.name, table, tuple(rows[0]))
        connection.execute(statement, [dict(row) for row in rows])


def insert_if_absent(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row; when its primary key is there already, change nothing and return False."""
    statement = _write_insert_if_absent(connection.dialect.name, table, tuple(values))
    done = connection.execute(statement, dict(values), execution_options={"preserve_rowcount": True})
    return done.rowcount == 1


def insert_all_if_absent(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns; one whose primary key is there already changes nothing."""
    if rows:
        statement = _write_insert_if_absent(connection.dialect.name, table, tuple(rows[0]))
        connection.execute(statement, [dict(row) for row in rows])


@lru_cache(maxsize=64)
def _write_insert_or_change(dialect: str, table: Table, names: tuple[str, ...]) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: Any = insert(table).values({name: bindparam(name) for name in names})
    key = [column.name for column in table.primary_key]
    changes = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=changes)


@lru_cache(maxsize=64)
def _write_insert_if_absent(dialect: str, table: Table, names: tuple[str, ...]) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).values({name: bindparam(name) for name in names}).on_conflict_do_nothing()
