"""PostgreSQL's roles: what the public site, the desk and the worker may do with each table, and nothing besides.

The migrating user owns the tables and may do everything; it is for migrations and the command line. SQLite has no
roles. The table stands in portal/vault/README.md too; a test compares.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, inspect, text

from portal.domain.errors import NotAllowed
from portal.store.shape import VERSION_TABLE
from portal.store.tables import metadata

PUBLIC, DESK, WORKER = "portal_public", "portal_desk", "portal_worker"

_HEAD = "head_sequence, head_by, head_signature"
_BY_SITE = "newest_rehub_on, erase_on, news_digest, rhythm"
_KEYS = "locator, person_box_key, person_sign_key, certificate, wrapped_keys"
_OPENED = "last_opened_on, opened_sequence"
_MOVED = "stage, stage_since_on, next_update_by"
_SETTLED = "settled_on, how, silence"
# Role -> table -> privileges; what is not named is refused.
GRANTS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # Safety: whoever breaks into the public site cannot look at staff, change a service, or wipe what was asked.
        # A person's keys count only as far as the entries of their case say so (store/chains.py).
        PUBLIC: {
            "service": ("SELECT",),
            "service_area": ("SELECT",),
            "draft": ("SELECT", "INSERT", "UPDATE (envelope, expires_at)", "DELETE"),
            "receipt": ("SELECT", "INSERT", "DELETE"),
            "case": ("SELECT", "INSERT", f"UPDATE ({_MOVED}, {_OPENED}, {_BY_SITE}, {_KEYS}, {_HEAD}, silence)"),
            "case_entry": ("SELECT", "INSERT"),
            # Safety: nobody here asks, and so makes a way in for themself
            "ask": ("SELECT", "UPDATE (state, settled_on)"),
            "promise": ("SELECT", "INSERT", f"UPDATE ({_SETTLED})"),
            "link": ("SELECT", "INSERT", "DELETE"),
            # Safety: only a service gives somebody a start code
            "start_code": ("SELECT", "DELETE"),
            "ended_session": ("SELECT", "INSERT"),
            "rehub_message": ("SELECT", "INSERT"),
            # sealed to the national service; this site reads none and takes none back
            "dead_letter": ("INSERT",),
            # Safety: a delivery mark and no more, so that nobody here can have anything sent, or sent again
            "outbox": ("SELECT (case_id, state, made_on, reference, delivery, ask_id)", "INSERT", "UPDATE (delivery)"),
            "hold": ("SELECT", "INSERT"),
            "heartbeat": ("SELECT",),
            # adding to a counter reads it first
            "figure": ("SELECT", "INSERT", "UPDATE (number)"),
            "figure_edition": ("SELECT",),
        },
        DESK: {
            "service": ("SELECT",),
            "draft": ("SELECT", "INSERT", "UPDATE (envelope, expires_at)", "DELETE"),
            "receipt": ("SELECT (draft_id)", "DELETE"),
            "case": ("SELECT", f"UPDATE ({_MOVED}, checked_on, newest_rehub_on, news_digest, {_HEAD}, silence)"),
            "case_entry": ("SELECT", "INSERT"),
            "ask": ("SELECT", "INSERT", "UPDATE (state, settled_on)"),
            "promise": ("SELECT", "INSERT", f"UPDATE ({_SETTLED})"),
            "link": ("SELECT (case_id)", "DELETE"),
            "start_code": ("SELECT (case_id, expires_at)", "INSERT", "DELETE"),
            "rehub_message": ("SELECT", "INSERT", "UPDATE (settled_on)"),
            "dead_letter": ("SELECT", "DELETE"),
            "outbox": ("SELECT", "INSERT", "DELETE"),
            "hold": ("SELECT", "DELETE"),
            "staff_member": ("SELECT", "UPDATE (failed_count, locked_until_at, otp_last_step)"),
            "staff_session": ("SELECT", "INSERT", "UPDATE (seen_at)", "DELETE"),
            # Safety: what was done stays written down
            "audit": ("SELECT", "INSERT"),
            "heartbeat": ("SELECT",),
            "figure": ("SELECT", "INSERT", "UPDATE (number)"),
        },
        WORKER: {
            "service": ("SELECT",),
            "service_area": ("SELECT",),
            "draft": ("SELECT (expires_at)", "DELETE"),
            "receipt": ("SELECT (expires_at)", "DELETE"),
            # Safety: the day by which the person hears and no more; it moves no case and adds nothing to one
            "case": ("SELECT", "UPDATE (next_update_by, silence)", "DELETE"),
            "case_entry": ("SELECT", "DELETE"),
            "ask": ("SELECT", "INSERT", "UPDATE (link_hash, until_on, state, settled_on)", "DELETE"),
            "promise": ("SELECT", "INSERT", f"UPDATE ({_SETTLED})", "DELETE"),
            "link": ("SELECT (case_id, expires_on)", "DELETE"),
            "start_code": ("SELECT (case_id, expires_at)", "DELETE"),
            "ended_session": ("SELECT (until_at)", "DELETE"),
            "rehub_message": ("SELECT (case_id)", "UPDATE (case_id)"),
            "dead_letter": ("SELECT (received_on)", "DELETE"),
            "outbox": ("SELECT", "INSERT", "UPDATE", "DELETE"),
            # Safety: nobody else, so that who can put an old notice back cannot also take back that it left
            "notice_left": ("SELECT", "INSERT", "DELETE"),
            "hold": ("SELECT", "DELETE"),
            "staff_member": ("SELECT (email, service_id, role, is_active)",),
            "staff_session": ("SELECT (made_at)", "DELETE"),
            # whether anybody at the desk read what the person wrote last
            "audit": ("SELECT (number, at, what, case_id)",),
            "heartbeat": ("SELECT", "INSERT", "UPDATE (at)"),
            "figure": ("SELECT", "INSERT", "UPDATE (number)", "DELETE"),
            # frozen: nobody but the operator changes one or takes it away
            "figure_edition": ("SELECT", "INSERT"),
        },
    }
)
# Two migrations of one cluster may both find a role missing; roles belong to the cluster, so no lock covers both.
MAKE_ROLE = """
DO $$ BEGIN CREATE ROLE {role} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""


def apply_grants(connection: Connection) -> None:
    """Make the roles and give each what the table says, on PostgreSQL; nothing else is left to them. Twice is once.

    A migration that adds a table or a column calls this again; what is not there yet is left out. NotAllowed, in
    words for the operator, when a role is missing and this user may not make it.
    """
    if connection.dialect.name != "postgresql":
        return
    _make_roles(connection)
    inspected = inspect(connection)
    found = frozenset(inspected.get_table_names())
    there = {name: {each["name"] for each in inspected.get_columns(name)} for name in found & metadata.tables.keys()}
    for role, tables in GRANTS.items():
        for name in sorted(there):
            connection.execute(text(f'REVOKE ALL ON "{name}" FROM {role}'))
            if name in tables:
                rights = [_limit(right, there[name]) for right in tables[name]]
                connection.execute(text(f'GRANT {", ".join(filter(None, rights))} ON "{name}" TO {role}'))
        if VERSION_TABLE in found:
            # whether all migrations have run, which a site asks before it says that it is ready
            connection.execute(text(f"GRANT SELECT ON {VERSION_TABLE} TO {role}"))


def _limit(right: str, columns: Collection[str]) -> str:
    """Return the right without the columns that a later migration adds; empty when none of them is there yet."""
    verb, _, named = right.removesuffix(")").partition(" (")
    there = [each for each in named.split(", ") if each in columns]
    # Safety: a right to no column must never become one to all
    return f"{verb} ({', '.join(there)})" if there else "" if named else right


def _make_roles(connection: Connection) -> None:
    roles = frozenset(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    missing = [role for role in GRANTS if role not in roles]
    may_make = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if missing and not connection.execute(may_make).scalar_one():
        statements = " ".join(f"CREATE ROLE {role} NOLOGIN;" for role in missing)
        raise NotAllowed(f"This database user may not create roles. Have an administrator run: {statements}")
    for role in missing:
        connection.execute(text(MAKE_ROLE.format(role=role)))
