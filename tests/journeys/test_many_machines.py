"""Two public sites, a desk and two workers, each a machine with a folder, keys and a database user of its own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyotp
import pytest
from sqlalchemy import select, text

from portal.domain.stages import Stage
from portal.holders import Role
from portal.serve import site_command
from portal.settings import Settings
from portal.store.tables import outbox
from portal.store.work import Store
from portal.wiring import wire_public
from tests.builders import AMIRAS_PAGES, RIVERSIDE_AREA, Referred, change_pages, refer
from tests.databases import NO_REDIS, run_redis
from tests.eventually import eventually
from tests.faults.post_office import open_post_office
from tests.faults.practitioner import PlainPractitioner
from tests.faults.visitor import PlainVisitor
from tests.journeys.machines import Installation, Machine, MachinesClock, add_machine, install, read_server_options
from tests.missing import lack
from tests.notices.posting import CHLOES_PAGES
from tests.processes import list_children

FAY = "fay@desk.example"
ANSWER = "Thank you. I will ring on Tuesday after ten."
WRITTEN_TO = 6
TRIES_A_MINUTE = 30
TMP_DIR = ("--worker-tmp-dir", "/dev/shm")  # noqa: S108 (gunicorn's own, on this machine only)


@dataclass(frozen=True, slots=True)
class Machines:
    """What runs, and the operator's machine: A by `portal serve`, B by gunicorn."""

    operator: Installation
    a: Machine
    b: Machine
    b_process: subprocess.Popen[bytes]
    fay: PlainPractitioner
    has_redis: bool

    def open_store(self) -> Store:
        """Open the database as its owner, to look."""
        return Store(self.operator.url_of("portal_owner"))


@pytest.fixture(scope="module")
def machines(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Give two public sites and a desk that run, with Fay signed in."""
    folder = tmp_path_factory.mktemp("machines")
    with run_redis(folder) as redis_url:
        operator = install(folder, postgres_url, redis_url=redis_url, trusted_proxies="1")
        a, b = (add_machine(operator, Role.PUBLIC, f"site_{number}") for number in (1, 2))
        desk = add_machine(operator, Role.DESK, "desk_1")
        fay = PlainPractitioner(desk.url)
        with a.run_by_portal(), b.run_by_itself() as b_process, desk.run_by_portal():
            first = operator.add_staff(FAY)
            otp = pyotp.parse_uri(first["otpauth"]).at(MachinesClock().now())  # type: ignore[attr-defined]  # by time
            fay.signs_in(first["email"], first["password"], otp)
            yield Machines(operator, a, b, b_process, fay, has_redis=bool(redis_url))


def test_what_is_begun_on_one_machine_goes_on_at_another(machines: Machines) -> None:
    amira, fay = PlainVisitor(machines.a.url), machines.fay
    first_half = amira.goes_on(amira.send("/en/refer", {}).location, AMIRAS_PAGES, until="where")
    amira.site_url = machines.b.url
    amira.goes_on(first_half, AMIRAS_PAGES)
    code, reference = amira.sends(), amira.reads_reference()
    amira.site_url = machines.a.url
    assert amira.reads_code() == code
    assert amira.opens(code)
    case = fay.finds(reference)
    fay.records_check(case)
    fay.moves(case, Stage.ENQUIRIES)
    fay.answers(case, ANSWER)
    amira.site_url = machines.b.url
    assert ANSWER in amira.reads()
    secret = str(machines.operator.data_dir / "rehub.secret")
    machines.operator.run("rehub", "send", reference, "rehub_check", "--url", machines.a.url, "--secret-file", secret)
    assert "With re:hub" in amira.reads()
    elsewhere = PlainVisitor(machines.a.url, amira.cookie)
    amira.send("/en/status/close", {}, at="/en/status")
    assert not elsewhere.reads()


def send_letters(machines: Machines) -> list[Referred]:
    """Have people ask who want news by e-mail, each with an address of their own, and answer them all."""
    settings = Settings.from_mapping(
        {name: value for name, value in machines.b.named_keys().items() if name.startswith("PORTAL_")}, Role.PUBLIC
    )
    site = wire_public(settings, MachinesClock())
    pages = [change_pages(CHLOES_PAGES, reach={"email": [f"{name}@example.org"]}) for name in range(WRITTEN_TO + 1)]
    people = [refer(site.side, each) for each in pages]
    site.side.store.close()
    for person in people:
        machines.fay.answers(machines.fay.finds(person.receipt.case_reference), ANSWER)
    return people


def list_outcomes(store: Store, person: Referred) -> list[tuple[str, str | None]]:
    with store.look() as work:
        rows = work.connection.execute(
            select(outbox.c.state, outbox.c.failure).where(outbox.c.case_id == person.case.case_id)
        )
        return [(row.state, row.failure) for row in rows]


def test_two_workers_send_once_and_a_stop_is_obeyed(machines: Machines) -> None:
    *people, stopped = send_letters(machines)
    dora, store = PlainVisitor(machines.a.url), machines.open_store()
    assert dora.opens(stopped.code)
    assert dora.send("/en/status/stop", {}).status == 303
    with open_post_office(opens_with=2) as (office, mail):
        first, second = (add_machine(machines.operator, Role.WORKER, f"worker_{n}", **mail) for n in (1, 2))
        with first.run_by_portal(), second.run_by_itself():
            eventually(lambda: all(list_outcomes(store, each) == [("sent", None)] for each in people), 60)
            eventually(lambda: list_outcomes(store, stopped) == [("dropped", "stopped")], 60)
            assert PlainVisitor(machines.b.url).look("/readyz").status == 200
    store.close()
    assert office.most_at_once == 2
    assert office.addresses == Counter([*(f"{name}@example.org" for name in range(WRITTEN_TO)), FAY])


def test_a_server_of_ones_own_is_told_what_ours_is() -> None:
    settings = Settings.from_mapping({}, Role.OPERATOR)
    ours = [option for option in site_command("wsgi:public", settings, []) if option not in TMP_DIR]
    assert sorted(read_server_options()) == sorted(ours[4:])


def test_each_machine_is_in_the_database_as_its_own_user(machines: Machines) -> None:
    store = machines.open_store()
    with store.look() as work:
        rows = work.connection.execute(text("SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'portal'"))
        users = {row.usename for row in rows}
    store.close()
    assert {"site_1", "site_2", "desk_1"} <= users
    assert users <= {"site_1", "site_2", "desk_1", "portal_owner"}


def test_tries_are_counted_for_all_public_sites_together(machines: Machines) -> None:
    if not machines.has_redis:
        lack(NO_REDIS)
    guessers = [PlainVisitor(site.url, headers={"X-Forwarded-For": "203.0.113.9"}) for site in (machines.a, machines.b)]
    codes = [f"{number:020}" for number in range(TRIES_A_MINUTE + 2)]
    answers = [guessers[number % 2].send("/en/status", {"code": [code]}) for number, code in enumerate(codes)]
    assert [answer.status for answer in answers] == [303] * TRIES_A_MINUTE + [429] * 2
    assert PlainVisitor(machines.a.url).send("/en/status", {"code": [codes[0]]}).status == 303


def test_a_new_service_is_pinned_before_anybody_is_sent_there(machines: Machines) -> None:
    operator, b = machines.operator, machines.b
    service = ("service", "add", "riverside", "--name", "Riverside", "--phone", "01632 960 003")
    operator.run(*service)
    pins = "keys/public/service_pins"
    (b.data_dir / pins).write_bytes((operator.data_dir / pins).read_bytes())
    before = list_children(machines.b_process.pid)
    os.kill(machines.b_process.pid, signal.SIGHUP)
    eventually(lambda: not set(before) & set(list_children(machines.b_process.pid)), 30, what="B has started again")
    operator.run(*service, "--area", RIVERSIDE_AREA)
    told, untold = PlainVisitor(b.url), PlainVisitor(machines.a.url)
    for ben in (told, untold):
        ben.fills_in(change_pages(AMIRAS_PAGES, where={"place": ["CA1 1AA"]}))
    told.sends()
    assert untold.presses_send().status == 503  # A seals nothing to keys that it does not know
