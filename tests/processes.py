"""Real processes for tests: the portal as people run it, and a browser to look at it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from portal.settings import ROOT
from tests.databases import find_free_port
from tests.eventually import eventually
from tests.missing import lack
from tests.system_parts import find_chromium

BROWSER_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@dataclass(frozen=True, slots=True)
class RunningSite:
    """A portal that runs: where it answers, where it keeps its data, and the parent process."""

    public_url: str
    desk_url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    output: Path

    def read_output(self) -> str:
        """Return what it has printed so far."""
        return self.output.read_text("utf-8")


def clean_environment(**settings: str) -> dict[str, str]:
    """Return this environment with only the given PORTAL_ settings (names in lower case, without PORTAL_)."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return env | {f"PORTAL_{name.upper()}": value for name, value in settings.items()}


@contextmanager
def start_portal(
    data_dir: Path, *, start: tuple[str, ...] = ("-m", "portal", "serve"), **settings: str
) -> Iterator[RunningSite]:
    """Run the portal on free ports until the block ends; wait until it has said where it is."""
    ports = {"public_port": str(find_free_port()), "desk_port": str(find_free_port())} | settings
    env = clean_environment(data_dir=str(data_dir), **ports)
    output = data_dir.with_name(data_dir.name + "-output")
    with run_program((sys.executable, *start), env, output, lambda: "Ctrl-C ends" in output.read_text()) as process:
        public_url, desk_url = f"http://127.0.0.1:{ports['public_port']}", f"http://localhost:{ports['desk_port']}"
        yield RunningSite(public_url, desk_url, data_dir, process, output)


@contextmanager
def run_program(
    command: Sequence[str], env: Mapping[str, str], output: Path, is_ready: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the root folder, at the head of a group of its own, until the block ends; wait until ready."""
    with output.open("wb") as printed:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        eventually(lambda: process.poll() is not None or is_ready(), 60)
        if process.poll() is not None:
            pytest.fail(f"{' '.join(command)} ended by itself:\n{output.read_text('utf-8')}")
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and wait for it, by force when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run_python(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python in the root folder until it ends, and keep what it printed."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def ask(url: str, timeout: float = 2.0) -> tuple[int, bytes] | None:
    """Return status and body answered at an http address, or None when nobody answers in time."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def list_children(process_id: int) -> list[int]:
    """List the ids of a process's children and theirs, from the kernel's own account."""
    try:
        named = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    except OSError:
        return []
    children = [int(name) for name in named]
    return children + [grandchild for child in children for grandchild in list_children(child)]


def is_alive(process_id: int) -> bool:
    """Say whether a process runs; one that has ended and waits to be counted does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Give a portal that runs as people run it, without limits on tries, for the whole session."""
    with start_portal(tmp_path_factory.mktemp("site") / "data", rate_limits="off") as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a Chromium for the whole session; each test opens its own context."""
    path = find_chromium()
    if not path:
        lack("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS.split())
        yield browser
        browser.close()
