"""PostgreSQL's roles, logged in by hand: each may do what the table says with each column, and is refused the rest."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import create_engine

from portal.domain.errors import NotAllowed
from portal.settings import ROOT
from portal.store.grants import DESK, GRANTS, MAKE_ROLE, PUBLIC, WORKER, apply_grants
from portal.store.tables import metadata
from tests.at_once import run_at_once
from tests.databases import run_alone
from tests.processes import run_python

PRIVILEGE = re.compile(r"(?P<verb>[A-Z]+)(?: \((?P<columns>[^)]+)\))?")
COLUMNS = {name: [column.name for column in table.columns] for name, table in metadata.tables.items()}
MIGRATE = "import sys; from portal.store.migrations import upgrade; upgrade(sys.argv[1])"
Right = tuple[str, str, str]


def connect_as(role: str, url: str) -> Iterator[psycopg.Connection]:
    """Log in as somebody who is a member of the role and nothing else."""
    name = f"login_{secrets.token_hex(6)}"
    run_alone(url, f"CREATE ROLE {name} LOGIN IN ROLE {role}")
    with psycopg.connect(url.replace("+psycopg", "").replace("//portal@", f"//{name}@"), autocommit=True) as connection:
        yield connection
    run_alone(url, f"DROP ROLE {name}")


@pytest.fixture
def public(postgres_database_url: str) -> Iterator[psycopg.Connection]:
    """Give a connection of the public site's role."""
    yield from connect_as(PUBLIC, postgres_database_url)


@pytest.fixture(params=sorted(GRANTS))
def role_and_connection(
    request: pytest.FixtureRequest, postgres_database_url: str
) -> Iterator[tuple[str, psycopg.Connection]]:
    """Give each role with a connection of it."""
    for connection in connect_as(request.param, postgres_database_url):
        yield request.param, connection


def list_expected(role: str) -> set[Right]:
    """Return the rights of a role as the table says: (table, verb, column); no column where a verb takes rows."""
    expected: set[Right] = set()
    for table, privileges in GRANTS[role].items():
        for privilege in privileges:
            match = PRIVILEGE.fullmatch(privilege)
            assert match, privilege
            named = match["columns"].split(", ") if match["columns"] else COLUMNS[table]
            columns = named if match["verb"] in {"SELECT", "UPDATE"} else [""]
            expected |= {(table, match["verb"], column) for column in columns}
    return expected


def list_tries() -> dict[Right, Composed]:
    """Return a statement that changes nothing for every right there can be."""
    tries: dict[Right, Composed] = {}
    for table, columns in COLUMNS.items():
        named = Identifier(table)
        tries[table, "INSERT", ""] = SQL("INSERT INTO {} DEFAULT VALUES").format(named)
        tries[table, "DELETE", ""] = SQL("DELETE FROM {} WHERE false").format(named)
        tries[table, "TRUNCATE", ""] = SQL("TRUNCATE {} CASCADE").format(named)
        for each in columns:
            column = Identifier(each)
            tries[table, "SELECT", each] = SQL("SELECT {} FROM {} WHERE false").format(column, named)
            tries[table, "UPDATE", each] = SQL("UPDATE {} SET {} = DEFAULT WHERE false").format(named, column)
    return tries


def may(connection: psycopg.Connection, statement: Composed) -> bool:
    """Say whether a statement gets past the roles; what it breaks after that is no matter."""
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return False
    except psycopg.errors.NotNullViolation:
        return True
    return True


def test_a_role_may_do_what_the_table_says_and_nothing_else(
    role_and_connection: tuple[str, psycopg.Connection],
) -> None:
    """Tried column by column, logged in."""
    role, connection = role_and_connection
    assert {right for right, statement in list_tries().items() if may(connection, statement)} == list_expected(role)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT email FROM staff_member",
        "SELECT session_hash FROM staff_session",
        "SELECT what FROM audit",
        "DELETE FROM hold",
        "SELECT envelope FROM outbox",
        "DELETE FROM outbox",
        "DELETE FROM case_entry",
        "UPDATE case_entry SET envelope = ''",
        "UPDATE \"case\" SET case_reference = ''",
        "INSERT INTO start_code DEFAULT VALUES",
        "UPDATE start_code SET case_id = ''",
        'UPDATE "case" SET checked_on = now()',
        "UPDATE \"case\" SET service_id = 'other'",
        'DELETE FROM "case"',
        "UPDATE service SET box_key = ''",
        "UPDATE service_area SET service_id = 'other'",
        "DELETE FROM ended_session",
        "DELETE FROM rehub_message",
        "CREATE TABLE mine (it text)",
        "CREATE ROLE mine",
        "ALTER TABLE audit OWNER TO current_user",
        f"SET ROLE {DESK}",
        f"SET ROLE {WORKER}",
        "SELECT rolpassword FROM pg_authid",
        "COPY service TO '/tmp/mine'",
    ],
)
def test_the_public_role_is_refused(public: psycopg.Connection, statement: str) -> None:
    """What a thief of the public site's database password would try first."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public.execute(statement.encode())


def test_nobody_logs_in_as_a_role_itself(postgres_database_url: str) -> None:
    """They are groups; an operator gives each process a user of its own."""
    for role in GRANTS:
        with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
            psycopg.connect(postgres_database_url.replace("+psycopg", "").replace("//portal@", f"//{role}@"))


def test_two_migrations_at_once_are_one(postgres_url: str) -> None:
    """Of one database, and of two in the same cluster, where the roles are shared."""
    names = [f"test_{secrets.token_hex(6)}" for _ in range(2)]
    run_alone(postgres_url, *(f"CREATE DATABASE {name}" for name in names))
    try:
        urls = [postgres_url.replace("/postgres", f"/{name}") for name in names] * 2
        done = run_at_once(4, lambda number: run_python("-c", MIGRATE, urls[number], env=None))
        assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 4
    finally:
        run_alone(postgres_url, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


def test_a_role_that_two_make_at_once_is_made_once(postgres_url: str) -> None:
    """Neither sees the other's before it is there."""
    name = f"made_{secrets.token_hex(6)}"
    run_at_once(8, lambda _: run_alone(postgres_url, MAKE_ROLE.format(role=name)))
    run_alone(postgres_url, f"DROP ROLE {name}")


def test_who_may_make_no_role_is_told_what_to_run(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the statements in it, and nothing half done."""
    name = f"plain_{secrets.token_hex(6)}"
    monkeypatch.setattr("portal.store.grants.GRANTS", {f"{name}_role": {}})
    run_alone(postgres_url, f"CREATE ROLE {name} LOGIN")
    engine = create_engine(postgres_url.replace("//portal@", f"//{name}@"))
    with engine.begin() as connection, pytest.raises(NotAllowed, match=f"CREATE ROLE {name}_role NOLOGIN;"):
        apply_grants(connection)
    engine.dispose()
    run_alone(postgres_url, f"DROP ROLE {name}")


def test_the_vaults_readme_says_the_same() -> None:
    """Table by table; a dash where a role may do nothing."""
    readme = (ROOT / Path("portal/vault/README.md")).read_text()
    heading, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in readme.split("## Roles")[1].split("\n## ")[0].splitlines()
        if line.startswith("|")
    ]
    told = {table: dict(zip(heading[1:], cells, strict=True)) for table, *cells in rows[1:]}
    expected = {
        table: {role: ", ".join(tables.get(table, ("–",))) for role, tables in GRANTS.items()} for table in COLUMNS
    }
    assert told == expected
