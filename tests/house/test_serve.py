"""`portal serve` as people run it: what it says, how it ends, and what each child is given."""

from __future__ import annotations

import os
import signal
import socket
import stat
from pathlib import Path

import pytest

from portal.holders import HOLDERS, Role
from tests.databases import find_free_port
from tests.eventually import eventually
from tests.faults.visitor import PlainVisitor
from tests.processes import (
    RunningSite,
    ask,
    clean_environment,
    is_alive,
    list_children,
    run_python,
    start_portal,
)


def is_gone(site: RunningSite, processes: list[int]) -> bool:
    """Say whether no process and no port is left."""
    answers = ask(site.public_url + "/healthz") or ask(site.desk_url + "/healthz")
    return not answers and not any(is_alive(each) for each in processes)


def list_direct_children(site: RunningSite) -> list[int]:
    """List the public site, the desk and the worker, in the order they were started."""
    own = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    return sorted(int(each) for each in own)


def test_it_says_where_everything_is(running_site: RunningSite) -> None:
    """Both addresses answer, and each file that is named exists."""
    said = running_site.read_output()
    for url in (running_site.public_url, running_site.desk_url):
        assert url in said
        assert ask(url + "/healthz", 10) is not None
    for name in ("first-sign-in", "notices", "rehub.secret"):
        assert str(running_site.data_dir / name) in said
        assert (running_site.data_dir / name).exists()
    assert "Traceback" not in said


def test_others_on_the_machine_cannot_read_its_data(running_site: RunningSite) -> None:
    """The data folder is for its owner only, and every file in it."""
    for path in (running_site.data_dir, *running_site.data_dir.rglob("*")):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path


def test_each_child_is_given_its_own_secrets_only(running_site: RunningSite) -> None:
    """What a child's environment names is what its role may hold."""
    for role, process in zip((Role.PUBLIC, Role.DESK, Role.WORKER), list_direct_children(running_site), strict=True):
        entries = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
        names = {entry.split("=")[0].removesuffix("_FILE") for entry in entries if entry.startswith("PORTAL_")}
        held = {name for name in HOLDERS if f"PORTAL_{name.upper()}" in names}
        optional = {"smtp_password", "notify_api_key", "notify_callback_token"}  # given only when an operator sets it
        assert held == {name for name, roles in HOLDERS.items() if role in roles} - optional, role


def test_one_command_starts_everything(tmp_path: Path) -> None:
    """`python3 wsgi.py` sets up, prepares and serves, all in one process that Ctrl-C ends."""
    with start_portal(tmp_path / "data", start=("wsgi.py",)) as site:
        assert (ask(site.public_url + "/healthz") or (0,))[0] == 200
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(20) == 0


def test_ctrl_c_at_a_terminal_reaches_the_parent_only(running_site: RunningSite) -> None:
    """Each child leads a session of its own, so that the parent ends them in order."""
    for process in list_direct_children(running_site):
        assert os.getsid(process) == process


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_ending_it_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    """No process, no port, and a status that says all is well."""
    with start_portal(tmp_path / "data") as site:
        processes = list_children(site.process.pid)
        assert len(processes) >= 5
        site.process.send_signal(how)
        assert site.process.wait(20) == 0
        assert is_gone(site, processes)
        assert "Traceback" not in site.read_output()


def test_killing_the_parent_ends_the_children(tmp_path: Path) -> None:
    """No process that holds keys outlives the one that answers for it."""
    with start_portal(tmp_path / "data") as site:
        processes = list_children(site.process.pid)
        site.process.kill()
        try:
            eventually(lambda: is_gone(site, processes), 20, what="the children have ended")
        finally:
            for each in filter(is_alive, processes):
                os.kill(each, signal.SIGKILL)


def test_a_killed_site_is_started_again(tmp_path: Path) -> None:
    """The parent says which, in one sentence; the site answers again and the others never stopped."""
    with start_portal(tmp_path / "data") as site:
        public, desk, worker = list_direct_children(site)
        os.kill(public, signal.SIGKILL)
        sentence = "The public site was killed by signal 9; starting it again in 0.5 seconds."
        eventually(lambda: sentence in site.read_output(), what="it says so")
        eventually(lambda: public not in list_direct_children(site) and len(list_direct_children(site)) == 3)
        eventually(lambda: (ask(site.public_url + "/healthz") or (0,))[0] == 200, 20, what="it answers again")
        assert is_alive(desk)
        assert is_alive(worker)


@pytest.mark.parametrize("which", ["public_port", "desk_port"])
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, which: str) -> None:
    """The sentence names the port and the setting; nothing has been started or made."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ports = {"public_port": str(find_free_port()), "desk_port": str(find_free_port())} | {which: port}
        env = clean_environment(data_dir=str(tmp_path / "data"), **ports)
        done = run_python("-m", "portal", "serve", env=env)
    assert done.returncode == 1
    assert f"Port {port} on " in done.stderr
    assert f"set PORTAL_{which.upper()} to another port." in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "data").iterdir())


def test_a_data_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    """A file stands where a folder must be."""
    (tmp_path / "file").touch()
    done = run_python("-m", "portal", "serve", env=clean_environment(data_dir=str(tmp_path / "file" / "data")))
    assert done.returncode == 1
    assert "cannot be written to" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_every_fault_in_the_settings_stands_on_its_own_line() -> None:
    """Misuse ends with status 2."""
    done = run_python("-m", "portal", "serve", env=clean_environment(public_port="x", desk_port="y", nonsense="z"))
    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == [
        "PORTAL_NONSENSE",
        "PORTAL_PUBLIC_PORT",
        "PORTAL_DESK_PORT",
    ]


@pytest.mark.parametrize("command", [["serves"], ["serve", "--fast"]])
def test_misuse_ends_with_status_two(command: list[str]) -> None:
    """As on every command line."""
    assert run_python("-m", "portal", *command, env=clean_environment()).returncode == 2


def test_preparing_does_not_wait_for_the_web() -> None:
    """A command loads what it needs: `portal --help` and `portal prepare` load no Flask."""
    code = "import sys, portal.cli, portal.commands.prepare; print('flask' in sys.modules)"
    assert run_python("-c", code).stdout == "False\n"


def test_each_site_is_started_without_a_control_socket_and_believes_no_proxy_by_itself(
    running_site: RunningSite,
) -> None:
    """Whom to believe about a visitor's address is one setting; and nothing but the ports listens."""
    for process in list_direct_children(running_site)[:2]:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
        assert "gunicorn" in words
        assert "--no-control-socket" in words
        assert [word for word in words if word.startswith("--forwarded-allow-ips")] == ["--forwarded-allow-ips="]
        assert not any("access" in word for word in words)


def test_a_visit_leaves_nothing_in_what_a_running_site_prints(running_site: RunningSite) -> None:
    """No path with a link, no code, no address of anybody: not one byte, whether it went well or not."""
    before = running_site.read_output()
    code, link = "12345678901234567890", "IjAxMjM0NTY3ODlhYmNkZWYi.c2lnbmF0dXJl"
    visitor = PlainVisitor(running_site.public_url, headers={"X-Forwarded-For": "192.0.2.77", "User-Agent": "Qanary"})
    assert visitor.look(f"/en/open/{link}").status == 200
    visitor.send(f"/en/open/{link}", {})
    visitor.send("/en/status", {"code": [code]})
    for path in (f"/en/status?code={code}", f"/en/nothing/{code}", f"/api/v1/{code}", "/en/refer/name"):
        visitor.look(path)
    visitor.post("/en/status", {"code": [code]})
    assert PlainVisitor(running_site.desk_url).look(f"/case/{code}").status == 303
    said = running_site.read_output()
    assert said == before
    assert not [told for told in (code, link, "192.0.2.77", "Qanary", "/open/", "RJ-") if told in said]
