"""A backup taken before a stop and restored after it sends nothing, and brings back nothing that was erased."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete

from portal.casework.ask import ask, view_shut
from portal.casework.contact_cards import Proof
from portal.casework.deliver import deliver
from portal.casework.desk import read_case, send_message
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.desk_requests import lift_lock
from portal.casework.erase import Rounds
from portal.casework.follow import open_by_code, open_by_link, stop_contact, view_page
from portal.casework.inbox import list_inbox
from portal.casework.work import WorkerSide
from portal.commands.backup import backup_command, restore_command
from portal.domain.case import EntryKind, RequestKind
from portal.domain.errors import Shut
from portal.domain.notices import Handed, Message
from portal.domain.retention import Keep
from portal.domain.safe_contact import Method
from portal.holders import Role
from portal.store.holds import RESTORE
from portal.store.tables import case_entry
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import (
    AMIRAS_PAGES,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    change_pages,
    open_page,
    refer,
)
from tests.databases import run_alone
from tests.missing import lack
from tests.new_codes import renew

BY_TEXT = change_pages(
    AMIRAS_PAGES,
    contact={"contact_method": ["text"]},
    reach={"phone": ["07700 900 123"], "days": ["any_day"], "hours": ["any_time"]},
    words={"wording": ["news"]},
)


@dataclass
class Heard:
    """A channel that keeps what it was handed."""

    messages: list[Message] = field(default_factory=list)

    def hand_over(self, message: Message) -> Handed:
        """Keep it."""
        self.messages.append(message)
        return Handed.ACCEPTED


@dataclass(frozen=True)
class Machine:
    """An operator's machine: runs commands, loses its database, and has a worker that can be started."""

    data: PortalData
    clock: MovableClock
    folder: Path

    @property
    def recovery(self) -> Path:
        """The private half of the recovery key, kept away."""
        return self.folder / "away" / "recovery.key"

    def run(self, command: click.Command, *words: object) -> Result:
        """Run a command as an operator does."""
        return CliRunner().invoke(command, [str(word) for word in words], env=self.data.environment(Role.OPERATOR))

    def back_up(self) -> Path:
        """Make a recovery key and a backup; return its file."""
        file = self.folder / "backup"
        for words in (("--new-recovery-key", self.recovery), (file,)):
            done = self.run(backup_command, *words)
            assert done.exit_code == 0, done.output
        return file

    def restore(self, file: Path) -> str:
        """Restore a backup; return what was said."""
        done = self.run(restore_command, file, "--key", self.recovery)
        assert done.exit_code == 0, done.output
        return done.output

    def work(self, *doings: Callable[[WorkerSide], object]) -> list[Message]:
        """Start a worker and do something as it; return what it handed over."""
        side, heard = wire_worker(self.data.settings(Role.WORKER), self.clock), Heard()
        worker = replace(side, channels={Method.TEXT: heard, Method.EMAIL: heard})
        for do in doings:
            do(worker)
        side.store.close()
        return heard.messages

    def lose_database(self, *portals: PublicPortal | DeskPortal) -> None:
        """Lose the database as a broken disk would; keys and journal are still there."""
        for portal in portals:
            portal.side.store.close()
        if not self.data.database_url.startswith("sqlite"):
            run_alone(self.data.database_url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
            return
        path = Path(self.data.database_url.removeprefix("sqlite+pysqlite:///"))
        for each in path.parent.glob(path.name + "*"):
            each.unlink()


@pytest.fixture
def machine(portal_data: PortalData, clock: MovableClock, tmp_path: Path) -> Machine:
    """Give an operator's machine, once with SQLite and once with PostgreSQL."""
    if portal_data.database_url.startswith("postgresql") and not shutil.which("pg_dump"):
        lack("PostgreSQL's programs are not on the path: apt-get install postgresql-client")
    return Machine(portal_data, clock, tmp_path)


def go_round(side: WorkerSide) -> None:
    """Do what a worker does with cases once a minute."""
    Rounds(side, Keep(12, 6)).go_round()


def send_all(side: WorkerSide) -> None:
    """Do what a worker does with notices."""
    deliver(side, "worker")


def test_a_stop_made_after_the_backup_still_stops_after_restoring_it(
    machine: Machine, public: PublicPortal, desk: DeskPortal, fay: StaffAccount
) -> None:
    lina, mona = (refer(public.side, BY_TEXT) for _ in range(2))
    send_message(desk.side, fay.signed_in, lina.case.case_id, "Waits in the outbox")
    file = machine.back_up()
    stop_contact(public.side, open_page(public.side, lina))
    machine.work(go_round)
    machine.lose_database(public, desk)
    assert "1 stopped" in machine.restore(file)
    for person in (lina, mona):
        send_message(desk.side, fay.signed_in, person.case.case_id, "News")
    assert machine.work(send_all) == []
    assert read_case(desk.side, fay.signed_in, lina.case.case_id).is_contact_stopped
    assert machine.run(restore_command, "--release").output == "The worker sends again.\n"
    assert len(machine.work(send_all)) == 1  # Mona's; nothing of Lina's, neither what waited nor what is new
    assert not read_case(desk.side, fay.signed_in, mona.case.case_id).is_contact_stopped


@pytest.mark.parametrize("do", [go_round, send_all])
def test_a_stop_on_a_case_that_somebody_broke_still_stops_after_restoring_it(
    machine: Machine, public: PublicPortal, desk: DeskPortal, fay: StaffAccount, do: Callable[[WorkerSide], object]
) -> None:
    """No entry says it, only the hold; noted in the worker's round, or when a notice of the case comes up before."""
    lina = refer(public.side, BY_TEXT)
    file = machine.back_up()
    send_message(desk.side, fay.signed_in, lina.case.case_id, "Waits in the outbox")
    with public.side.store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.kind == EntryKind.UPDATE.value))
    stop_contact(public.side, open_page(public.side, lina))
    assert machine.work(do) == []
    machine.lose_database(public, desk)
    assert "1 stopped" in machine.restore(file)
    machine.run(restore_command, "--release")
    send_message(desk.side, fay.signed_in, lina.case.case_id, "News")
    assert machine.work(send_all) == []
    assert read_case(desk.side, fay.signed_in, lina.case.case_id).is_contact_stopped
    assert view_page(public.side, open_page(public.side, lina)).is_contact_stopped


def test_a_lock_made_after_the_backup_still_locks_after_restoring_it(
    machine: Machine, public: PublicPortal, desk: DeskPortal, fay: StaffAccount
) -> None:
    """Whoever else has the code gets in by no restore; once the lock is lifted everything is as before."""
    lina = refer(public.side, BY_TEXT)
    file, case_id = machine.back_up(), lina.case.case_id
    ask(public.side, open_page(public.side, lina), RequestKind.LOCK)
    machine.work(go_round)
    machine.lose_database(public, desk)
    assert "1 locked" in machine.restore(file)
    machine.run(restore_command, "--release")
    ticket = open_page(public.side, lina)
    for do in (view_page, lambda side, ticket: ask(side, ticket, RequestKind.PAUSE)):
        with pytest.raises(Shut):
            do(public.side, ticket)
    assert view_shut(public.side, ticket).state.is_locked
    assert list_inbox(desk.side, fay.signed_in)[0].asked.is_locked
    send_message(desk.side, fay.signed_in, case_id, "News")
    assert machine.work(go_round, send_all) == []
    lift_lock(desk.side, fay.signed_in, case_id, seen=read_case(desk.side, fay.signed_in, case_id).mark)
    assert view_page(public.side, ticket).messages
    send_message(desk.side, fay.signed_in, case_id, "More news")
    assert len(machine.work(send_all)) == 1


def test_an_old_code_is_not_brought_back_by_restoring_a_backup(
    machine: Machine, public: PublicPortal, desk: DeskPortal, fay: StaffAccount
) -> None:
    """Neither the code that somebody else may have nor the one made since opens the page; a new one does."""
    lina, mona = (refer(public.side, BY_TEXT) for _ in range(2))
    file = machine.back_up()
    again = renew(public, desk, fay, lina)
    machine.work(go_round)
    machine.lose_database(public, desk)
    assert "1 without a code" in machine.restore(file)
    machine.run(restore_command, "--release")
    assert [open_by_code(public.side, each.code) for each in (lina, again)] == [None, None]
    assert open_by_code(public.side, mona.code) is not None
    assert open_by_code(public.side, renew(public, desk, fay, lina).code) is not None


def test_contact_held_after_a_restore_starts_again_with_a_new_card(
    machine: Machine, public: PublicPortal, desk: DeskPortal, fay: StaffAccount
) -> None:
    lina = refer(public.side, BY_TEXT)
    file, case_id = machine.back_up(), lina.case.case_id
    stop_contact(public.side, open_page(public.side, lina))
    machine.work(go_round)
    machine.lose_database(public, desk)
    machine.restore(file)
    machine.run(restore_command, "--release")
    machine.work(go_round)
    new = NewCard({"contact_method": ("text",), "phone": ("07700900456",), "wording": ("news",)}, Proof.CHECK_PHRASE)
    assert record_contact(
        desk.side, fay.signed_in, case_id, new, seen=read_case(desk.side, fay.signed_in, case_id).mark
    )
    send_message(desk.side, fay.signed_in, case_id, "News")
    assert [message.addresses for message in machine.work(go_round, send_all)] == [("07700900456",)]


def test_without_a_restore_the_same_notices_leave(
    machine: Machine, public: PublicPortal, desk: DeskPortal, fay: StaffAccount
) -> None:
    lina = refer(public.side, BY_TEXT)
    send_message(desk.side, fay.signed_in, lina.case.case_id, "Waits in the outbox")
    assert len(machine.work(send_all)) == 1


def test_what_was_erased_after_the_backup_does_not_come_back(
    machine: Machine, public: PublicPortal, amira: Referred, ben: Referred
) -> None:
    ask(public.side, open_page(public.side, amira), RequestKind.ERASE)
    file = machine.back_up()
    machine.clock.move(days=14)
    machine.work(go_round)
    machine.lose_database(public)
    assert "1 erased" in machine.restore(file)
    assert open_by_code(public.side, amira.code) is None
    assert open_by_code(public.side, ben.code) is not None
    assert open_by_link(public.side, ben.receipt.link) is None
    with public.side.store.look() as work:
        assert work.holds.has(RESTORE)


def test_a_backup_is_sealed_and_overwrites_nothing(machine: Machine, amira: Referred) -> None:
    machine.work()
    file = machine.back_up()
    assert amira.case.case_reference.encode() not in file.read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (file, machine.recovery)} == {0o600}
    assert machine.run(backup_command, file).exit_code == 2
    assert machine.run(backup_command, "--new-recovery-key", machine.folder / "second").exit_code == 1
    refused = machine.run(restore_command, file, "--key", machine.recovery)
    assert refused.exit_code == 1
    assert "Nothing was restored" in refused.output


def test_a_restore_says_what_is_missing(machine: Machine, public: PublicPortal) -> None:
    file, other = machine.back_up(), machine.folder / "other.key"
    other.write_text("11" * 32)
    machine.lose_database(public)
    assert "journal" in machine.run(restore_command, file, "--key", machine.recovery).output
    machine.work()
    for words in ((file, "--key", other), (other, "--key", machine.recovery), (file,), ()):
        assert machine.run(restore_command, *words).exit_code in {1, 2}
    machine.lose_database(public)
    assert "Nothing is sent until" in machine.restore(file)


def test_without_a_recovery_key_no_backup_is_made(machine: Machine) -> None:
    refused = machine.run(backup_command, machine.folder / "backup")
    assert refused.exit_code == 1
    assert "--new-recovery-key" in refused.output
    assert not (machine.folder / "backup").exists()
