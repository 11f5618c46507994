"""What is done at the command line is in the audit, by the operator: nobody there has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.commands.backup import backup_command, restore_command
from portal.commands.retention import retention_group
from portal.holders import Role
from portal.journal import Journal, find_journal_file
from portal.store.tables import audit
from portal.store.work import Store
from tests.audits import find_broken
from tests.builders import PortalData
from tests.commands.conftest import Run


def list_done(data: PortalData) -> list[str]:
    """Return what the operator did, in order; the chain of the audit must be whole."""
    store = Store(data.database_url)
    with store.look() as work:
        assert find_broken(work.audit) is None
        rows = work.connection.execute(select(audit.c.staff_id, audit.c.what).order_by(audit.c.number)).all()
    store.close()
    assert {row.staff_id for row in rows} <= {"operator"}
    return [row.what for row in rows]


def test_a_run_of_retention_is_noted_and_a_rehearsal_is_not(run: Run, sqlite_portal_data: PortalData) -> None:
    """With how many were erased, and of whom nothing."""
    run(retention_group, "run", "--dry-run")
    assert list_done(sqlite_portal_data) == []
    assert run(retention_group, "run").exit_code == 0
    assert list_done(sqlite_portal_data) == ["ran retention, 0 erased"]


@pytest.mark.parametrize("is_released", [False, True])
def test_a_restore_and_its_release_are_noted(
    run: Run, sqlite_portal_data: PortalData, tmp_path: Path, is_released: bool
) -> None:
    """In the restored database; releasing what is not held does nothing and is no row."""
    recovery, file = tmp_path / "recovery.key", tmp_path / "whole.backup"
    run(backup_command, str(recovery), "--new-recovery-key")
    assert run(backup_command, str(file)).exit_code == 0
    Journal(find_journal_file(sqlite_portal_data.data_dir, Role.WORKER)).forget_heads()
    database = Path(sqlite_portal_data.database_url.removeprefix("sqlite+pysqlite:///"))
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    result = run(restore_command, str(file), "--key", str(recovery))
    assert result.exit_code == 0, result.output
    done = list_done(sqlite_portal_data)
    assert [what.startswith("restored the backup of 20") for what in done] == [True]
    if is_released:
        for _ in range(2):
            run(restore_command, "--release")
        assert list_done(sqlite_portal_data)[1:] == ["let notices leave after a restore"]
