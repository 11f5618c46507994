"""Writing a row that another process may have written just before, alike on SQLite and PostgreSQL."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_change(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row; when its primary key is there already, change the other columns given."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = insert(table).values(dict(values))
    key = [column.name for column in table.primary_key]
    changes = {name: statement.excluded[name] for name in values if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))


def insert_if_absent(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row; when its primary key is there already, change nothing."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).values(dict(values)).on_conflict_do_nothing())
