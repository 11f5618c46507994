"""Which shape of the tables this program is for, and whether a database has it. How it comes there is in migrations."""

from sqlalchemy import Connection, column, inspect, select, table

HEAD = "0009"
VERSION_TABLE = "alembic_version"


def has_newest_shape(connection: Connection) -> bool:
    """Say whether all migrations of this program have run, and none of a later one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return False
    return connection.execute(select(column("version_num")).select_from(table(VERSION_TABLE))).scalar() == HEAD
