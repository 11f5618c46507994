"""The desk killed while practitioners answer and move cases: what was acknowledged is there, and nothing by halves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from portal.casework.desk import read_case, record_check
from portal.casework.follow import view_page
from portal.domain.case import Author, EntryKind
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.tables import audit, case_entry
from portal.wiring import DeskPortal, PublicPortal
from tests.audits import find_broken
from tests.builders import BENS_PAGES, PortalData, Referred, StaffAccount, open_page, refer
from tests.databases import find_free_port
from tests.eventually import eventually
from tests.faults.plain_browser import LostAnswer
from tests.faults.practitioner import PlainPractitioner
from tests.processes import ask, clean_environment, list_children, run_program

KILLS = ("one process", "one process", "one process", "everything") * 2
SEED = 20261124
HANDS = 3
LONGEST_PAUSE_SECONDS = 0.6


@dataclass(slots=True)
class Done:
    """What the desk said it had done in one case, by the words of it, and how often no answer came."""

    person: Referred
    answers: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    lost_answers: int = 0
    failure: Exception | None = None


@contextmanager
def running_desk(data: PortalData, port: int, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the desk as a server of two processes, which is killed or told to end."""
    url = f"http://localhost:{port}"
    env = clean_environment(desk_url=url) | data.environment(Role.DESK)
    options = ("--bind", f"localhost:{port}", "--worker-class", "gthread", "--workers", "2", "--no-control-socket")
    command = (sys.executable, "-m", "gunicorn", "wsgi:desk", *options)
    with run_program(command, env, output, lambda: (ask(f"{url}/healthz") or (0,))[0] == 200) as process:
        yield process


def keep_working(fay: PlainPractitioner, done: Done, stop: threading.Event) -> None:
    """Answer and move the case to and fro; note only what was acknowledged."""
    case, tried = f"/case/{done.person.case.case_id}", 0
    while not stop.is_set():
        tried += 1
        try:
            fay.answers(case, f"answer {tried}.")
            done.answers.append(f"answer {tried}.")
            if fay.moves(case, (Stage.ENQUIRIES, Stage.SUITABILITY)[tried % 2], f"move {tried}."):
                done.moves.append(f"move {tried}.")
        except LostAnswer:
            done.lost_answers += 1
            stop.wait(0.1)  # nobody answers for a moment: try again as a practitioner would
        except Exception as failure:  # shown in the test's own thread
            done.failure = failure
            return


@contextmanager
def practitioners_working(url: str, cookie: str, people: list[Referred]) -> Iterator[list[Done]]:
    """Let somebody work at each person's case while the block runs."""
    all_done, stop = [Done(person) for person in people], threading.Event()
    hands = [
        threading.Thread(target=keep_working, args=(PlainPractitioner(url, cookie), done, stop)) for done in all_done
    ]
    for hand in hands:
        hand.start()
    try:
        yield all_done
    finally:
        stop.set()
        for hand in hands:
            hand.join(60)
    for failure in filter(None, (done.failure for done in all_done)):
        raise failure


def check_nothing_is_lost_or_by_halves(public: PublicPortal, desk: DeskPortal, fay: StaffAccount, done: Done) -> None:
    """Look at a case as the desk and its owner see it, and at each row that belongs together."""
    page = read_case(desk.side, fay.signed_in, done.person.case.case_id)
    answers = Counter(message.words for message in page.messages)
    assert page.opened.refused_count == 0
    assert set(done.answers) <= set(answers)
    assert max(answers.values(), default=0) <= 1
    theirs = view_page(public.side, open_page(public.side, done.person))
    assert theirs.refused_count == 0
    assert theirs.stage is page.case.stage
    assert {message.words for message in theirs.messages} == set(answers)
    moves = Counter(update.words for update in theirs.updates if update.words)
    assert set(done.moves) <= set(moves)
    assert max(moves.values(), default=0) <= 1
    assert count_rows(desk, done, "sent message", EntryKind.MESSAGE) == [answers.total()] * 2
    assert count_rows(desk, done, "moved to %", EntryKind.UPDATE) == [moves.total()] * 2


def count_rows(desk: DeskPortal, done: Done, what: str, kind: EntryKind) -> list[int]:
    """Count what the audit says was done in a case, and the entries of that kind by the service."""
    case_id = done.person.case.case_id
    told = (audit.c.case_id == case_id) & audit.c.what.like(what)
    there = case_entry.c.case_id == case_id
    by_service = (case_entry.c.kind == kind.value) & (case_entry.c.author == Author.SERVICE.value)
    queries = (select(func.count()).where(told), select(func.count()).where(there & by_service))
    with desk.side.store.look() as work:
        return [int(work.connection.execute(query).scalar_one()) for query in queries]


def test_nothing_acknowledged_at_the_desk_is_lost_when_it_is_killed(
    portal_data: PortalData, public: PublicPortal, desk: DeskPortal, fay: StaffAccount, tmp_path: Path
) -> None:
    people = [refer(public.side, BENS_PAGES) for _ in range(HANDS)]
    for person in people:
        record_check(desk.side, fay.signed_in, person.case.case_id)
    chance, pause, port = random.Random(SEED), threading.Event(), find_free_port()
    browser = PlainPractitioner(f"http://localhost:{port}")
    with ExitStack() as stack:

        def start() -> subprocess.Popen[bytes]:
            return stack.enter_context(running_desk(portal_data, port, tmp_path / "desk-output"))

        process = start()
        browser.signs_in(fay.email, fay.password, fay.otp(datetime.now(UTC)))
        with practitioners_working(browser.site_url, browser.cookie, people) as all_done:
            for kind in chance.sample(KILLS, len(KILLS)):
                pause.wait(chance.random() * LONGEST_PAUSE_SECONDS)
                process = kill(kind, process, chance) or start()
            before = len(all_done[0].moves)
            eventually(lambda: len(all_done[0].moves) > before or all_done[0].failure, 30, what="work goes on")
        assert sum(done.lost_answers for done in all_done) > 0, "no kill fell into the work"
    for done in all_done:
        check_nothing_is_lost_or_by_halves(public, desk, fay, done)
    with desk.side.store.look() as work:
        assert find_broken(work.audit) is None


def kill(kind: str, process: subprocess.Popen[bytes], chance: random.Random) -> subprocess.Popen[bytes] | None:
    """Kill one process of the server, or all of them; return the server when it goes on."""
    if kind == "one process":
        os.kill(chance.choice(list_children(process.pid)), signal.SIGKILL)
        eventually(lambda: len(list_children(process.pid)) == 2, what="another takes its place")
        return process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    return None
