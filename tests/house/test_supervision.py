"""Keeping children alive, with stand-ins for the sites."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.settings import ROOT
from portal.supervise import PAUSES, Child, Start
from tests.databases import find_free_port
from tests.eventually import eventually
from tests.processes import ask, end, is_alive, list_children, run_python

STAND_INS = (sys.executable, "-m", "tests.house.stand_ins")


@pytest.mark.parametrize("how", ["SIGTERM to the parent", "Ctrl-C at a terminal"])
def test_a_request_already_begun_is_finished_before_the_end(tmp_path: Path, how: str) -> None:
    """Someone who pressed Send while the server restarts still gets their answer."""
    port = find_free_port()
    output = tmp_path / "output"
    with output.open("wb") as printed:
        process = subprocess.Popen([*STAND_INS, "slow", str(port)], cwd=ROOT, stdout=printed, start_new_session=True)
    try:
        eventually(lambda: "ready" in output.read_text(), 20)
        with ThreadPoolExecutor() as pool:
            address = f"http://127.0.0.1:{port}/slow"
            answer = pool.submit(ask, address, 20)
            workers = list_children(process.pid)
            eventually(lambda: any(is_busy(worker, port) for worker in workers), what="the request has begun")
            if how.startswith("Ctrl-C"):
                os.killpg(process.pid, signal.SIGINT)  # a terminal tells everything it started
            else:
                process.terminate()
            assert answer.result() == (200, b"finished")
        assert process.wait(20) == 0
        assert ask(f"http://127.0.0.1:{port}/") is None
        assert not any(is_alive(worker) for worker in workers)
    finally:
        end(process)


def is_busy(process_id: int, port: int) -> bool:
    """Say whether a process has taken a connection on the port (state 01), by the kernel's own table."""
    taken = f":{port:04X} "
    lines = Path(f"/proc/{process_id}/net/tcp").read_text().splitlines()[1:]
    return any(taken in line.split(maxsplit=2)[1] + " " and line.split()[3] == "01" for line in lines)


def test_a_child_that_cannot_start_ends_everything_with_a_sentence() -> None:
    """A wrong installation says so at once instead of trying for ever."""
    done = run_python("-m", "tests.house.stand_ins", "failing")
    assert done.returncode == 1
    assert done.stdout.startswith("The failing part ended unexpectedly with status 3 before it was ready")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("status", [0, 3])
def test_the_shim_refuses_to_start_without_its_parent(status: int) -> None:
    """A child whose parent is already gone never begins."""
    shim = ROOT / "portal" / "child.py"
    done = run_python(str(shim), "1", sys.executable, "-c", f"print('begun'); raise SystemExit({status})")
    assert (done.returncode, done.stdout) == (1, "")


def test_a_child_that_keeps_ending_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    """The pauses grow, and after the last one the parent says so."""
    child = Child(Start("failing part", ("/bin/false",), {}, ROOT))
    pauses = []
    while child.plan_restart(may_restart=True):
        pauses.append(round(child.seconds_to_restart(), 1))
    assert pauses == list(PAUSES) == sorted(pauses)
    assert capsys.readouterr().out.endswith("again and again; ending everything.\n")
