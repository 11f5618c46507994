"""The portal and a bare hello beside it, on the same server with the same workers and threads; what each costs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from portal.holders import Role
from portal.serve import listen, site_command
from portal.settings import ROOT, Settings
from tests.eventually import eventually
from tests.processes import RunningSite, ask, clean_environment, end, list_children, run_python, start_portal

DEMO_CASES = 36  # three of every stage
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its port, and the process whose children answer."""

    port: int
    process_id: int

    def read_cpu_seconds(self) -> float:
        """Return the processor's time that all its processes have used so far."""
        return sum(_read_cpu_seconds(each) for each in (self.process_id, *list_children(self.process_id)))


@dataclass(frozen=True, slots=True)
class Servers:
    """The public site and the hello, and the whole portal."""

    site: RunningSite
    public: Server
    hello: Server


@contextmanager
def start_servers(folder: Path) -> Iterator[Servers]:
    """Run both over a fresh data folder with made-up cases, without limits on tries, until the block ends."""
    data_dir = folder / "data"
    env = clean_environment(data_dir=str(data_dir), rate_limits="off")
    for words in (("prepare",), ("seed-demo", str(DEMO_CASES))):
        run_python("-m", "portal", *words, env=env).check_returncode()
    settings = Settings.from_mapping({"PORTAL_DATA_DIR": str(data_dir)}, Role.OPERATOR)
    with start_portal(data_dir, rate_limits="off") as site, _start_hello(settings) as hello:
        yield Servers(site, Server(urlsplit(site.public_url).port or 0, _find_public(site)), hello)


@contextmanager
def _start_hello(settings: Settings) -> Iterator[Server]:
    (listener,) = listen("127.0.0.1", 0, "")
    port = int(listener.getsockname()[1])
    command = site_command("tests.bench.hello:application", settings, [listener])
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=[listener.fileno()])
    try:
        eventually(lambda: ask(f"http://127.0.0.1:{port}/"), 30, what="hello answers")
        yield Server(port, process.pid)
    finally:
        end(process)
        listener.close()


def _find_public(site: RunningSite) -> int:
    """Return the process of the public site among the portal's children."""
    for child in list_children(site.process.pid):
        if b"wsgi:public" in Path(f"/proc/{child}/cmdline").read_bytes():
            return child  # the first of them is the parent of its workers
    raise RuntimeError("the public site does not run")


def _read_cpu_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
