"""An installation over several machines, made and started as the README tells operators: it is read from there.

Each machine has a folder, a database user and settings of its own. Checks nothing.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from portal.embedded import role_environment
from portal.holders import Role
from portal.settings import ROOT
from tests.builders import MONDAY
from tests.databases import find_free_port, run_alone
from tests.processes import ask, clean_environment, run_program, run_python

CLOCK = ROOT / "tests" / "journeys" / "clock"
STARTED_AT = time.time()
AHEAD = MONDAY.timestamp() - STARTED_AT
Environment = dict[str, str]
Running = AbstractContextManager[subprocess.Popen[bytes]]


class MachinesClock:
    """The time on every machine, for what a test does itself."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + AHEAD, UTC)

    def today(self) -> date:
        return self.now().date()


def read_chapter() -> str:
    """Return what the README tells operators of several machines."""
    return (ROOT / "README.md").read_text("utf-8").split("## On several machines")[1].split("\n## ")[0]


def read_blocks(language: str) -> list[list[str]]:
    """Return the lines of each block of code in that chapter, without remarks."""
    found = re.findall(rf"```{language}\n(.*?)```", read_chapter().replace("\\\n", ""), re.DOTALL)
    return [[line.split("  #")[0].strip() for line in block.splitlines()] for block in found]


def read_server_options() -> list[str]:
    """Return the options of a server of one's own, without where it listens."""
    line = next(line for lines in read_blocks("sh") for line in lines if "gunicorn" in line)
    _, _, bind, _, *options = shlex.split(line)
    assert bind == "--bind"
    return options


def read_copies(machine: str) -> list[str]:
    """Return which files and folders a machine is given."""
    row = next(line for line in read_chapter().splitlines() if line.startswith(f"| {machine} |"))
    return re.findall(r"`([^`]+)`", row)


@dataclass(frozen=True, slots=True)
class Installation:
    """The operator's machine, and where the others' folders are made."""

    folder: Path
    administrator_url: str
    shared: Environment

    @property
    def data_dir(self) -> Path:
        return self.folder / "operator"

    def url_of(self, user: str) -> str:
        """Return the database's address for a user."""
        return self.administrator_url.replace("//portal@", f"//{user}@").replace("/postgres", "/portal")

    def run(self, *words: str) -> str:
        """Run a command of the portal on the operator's machine; return what it printed."""
        env = on_monday(data_dir=str(self.data_dir), database_url=self.url_of("portal_owner"))
        done = run_python("-m", "portal", *words, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_user(self, statement: str) -> None:
        """Run a statement of the administrator's."""
        run_alone(self.administrator_url, statement.rstrip(";"))

    def add_staff(self, email: str) -> dict[str, Any]:
        """Give somebody an account at the desk; return what the file says that is handed over to them."""
        told = self.run("staff", "add", email, "--name", "Fay")
        read: dict[str, Any] = json.loads(Path(told.split(": ")[-1].strip()).read_text())
        return read


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: its part, its folder, its settings, where it answers, and what it printed."""

    role: Role
    data_dir: Path
    environment: Environment
    url: str
    output: Path

    def named_keys(self) -> Environment:
        """Return its settings with every key named, as `portal serve` finds them by itself."""
        return {**self.environment, **role_environment(self.data_dir, self.role)}

    def run_by_portal(self) -> Running:
        """Run its part by `portal serve --only`."""
        command = (sys.executable, "-m", "portal", "serve", "--only", self.role.value)
        return run_program(command, self.environment, self.output, lambda: "Ctrl-C ends" in self.output.read_text())

    def run_by_itself(self) -> Running:
        """Run its part with every key named: gunicorn as the README has it, or `portal worker`."""
        if self.role is Role.WORKER:
            worker = (sys.executable, "-m", "portal", "worker")
            return run_program(worker, self.named_keys(), self.output, lambda: True)
        where = ("--bind", self.url.removeprefix("http://"))
        command = (sys.executable, "-m", "gunicorn", f"wsgi:{self.role.value}", *read_server_options(), *where)
        return run_program(command, self.named_keys(), self.output, self.is_answering)

    def is_answering(self) -> bool:
        return (ask(f"{self.url}/healthz") or (0,))[0] == 200


def on_monday(**settings: str) -> Environment:
    """Return the environment of a process on one of the machines."""
    return clean_environment(**settings) | {"PYTHONPATH": str(CLOCK), "CLOCK_AHEAD_SECONDS": str(AHEAD)}


def install(folder: Path, administrator_url: str, **shared: str) -> Installation:
    """Do what the README says for the operator's machine; `shared` are settings of all machines."""
    made = Installation(folder, administrator_url, shared)
    administrators, users = read_blocks("sql")
    for statement in administrators:
        made.add_user(statement)
    made.run("prepare")
    made.run("service", "add", "national", "--name", "National", "--phone", "01632 960 002", "--hours", "Always")
    for statement in users:
        made.add_user(statement)
        made.add_user(statement.replace("_1", "_2"))
    return made


def add_machine(made: Installation, role: Role, user: str, **own: str) -> Machine:
    """Make a machine's folder with what the README gives it, and its settings."""
    data_dir = made.folder / user
    for name in read_copies({Role.PUBLIC: "public site"}.get(role, role.value)):
        copy = shutil.copytree if (made.data_dir / name).is_dir() else shutil.copy
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        copy(made.data_dir / name, data_dir / name)
    port = find_free_port()
    settings = {"data_dir": str(data_dir), "database_url": made.url_of(user), **made.shared, **own}
    if role is not Role.WORKER:
        settings[f"{role.value}_port"] = str(port)
    host = "localhost" if role is Role.DESK else "127.0.0.1"
    return Machine(role, data_dir, on_monday(**settings), f"http://{host}:{port}", made.folder / f"{user}-output")
