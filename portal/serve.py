"""Serving: the public site, the desk and the worker, each a process with only the secrets of its own work.

Holds what each child is given and what is checked before; keeping them alive is supervise.py's.
"""

from __future__ import annotations

import errno
import http.client
import os
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.domain.errors import Unavailable
from portal.embedded import role_environment
from portal.environment import variable_of
from portal.prepare import prepare
from portal.settings import HOLDERS, ROOT, Role, Settings, SettingsFault
from portal.supervise import GRACE_SECONDS, Start, say, supervise

PORTAL = (sys.executable, "-m", "portal")
PORT_PATIENCE_SECONDS = 5.0
TITLES = {Role.PUBLIC: "public site", Role.DESK: "desk", Role.WORKER: "worker"}


class ServeFault(Exception):
    """Serving cannot begin; the text is one sentence that says what to do."""


class PortTaken(ServeFault):
    """Another program listens there."""


def serve(settings: Settings, env: Mapping[str, str]) -> int:
    """Prepare, then run both sites and the worker until told to end; return the exit status.

    Raises SettingsFault or ServeFault before any child has started.
    """
    check_data_dir(settings.data_dir)
    public = listen(settings.public_host, settings.public_port, "PORTAL_PUBLIC_PORT")
    desk = listen(settings.desk_host, settings.desk_port, "PORTAL_DESK_PORT")
    make_ready(settings)
    environments = {role: environment_of(role, settings, env) for role in TITLES}
    check_roles(environments)
    commands = {
        Role.PUBLIC: (site_command("wsgi:public", settings, public), public),
        Role.DESK: (site_command("wsgi:desk", settings, desk), desk),
        Role.WORKER: ((*PORTAL, "worker"), []),
    }
    starts = [
        Start(TITLES[role], command, environments[role], ROOT, tuple(each.fileno() for each in sockets))
        for role, (command, sockets) in commands.items()
    ]

    def is_ready() -> bool:
        return is_answering(public[0]) and is_answering(desk[0])

    def stop_listening() -> None:
        for listener in (*public, *desk):
            listener.close()

    return supervise(starts, is_ready, lambda: announce(settings), stop_listening)


def check_data_dir(data_dir: Path) -> None:
    """Make the data folder if need be, and see that it can be written to."""
    probe = data_dir / f".writable-{os.getpid()}"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as fault:
        words = f"The data folder {data_dir} cannot be written to ({fault.strerror}): mend that or set "
        raise ServeFault(words + "PORTAL_DATA_DIR to another folder.") from fault


def make_ready(settings: Settings) -> None:
    """Prepare, turning what the machine refuses into one sentence."""
    try:
        prepare(settings)
    except Unavailable as fault:
        raise ServeFault("The database does not answer: start it, or mend PORTAL_DATABASE_URL.") from fault
    except OSError as fault:
        where = fault.filename or settings.data_dir
        words = f"The portal could not be made ready ({fault.strerror}, {where}): mend that and start again."
        raise ServeFault(words) from fault


def listen(host: str, port: int, variable: str) -> list[socket.socket]:
    """Take the port on every address of the host, so that nobody else can answer on one of them.

    A portal that was killed may take a moment to let go of it, so a port that is taken is tried for a few seconds.
    """
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        try:
            return _listen_once(host, port, variable)
        except PortTaken:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.1)


def _listen_once(host: str, port: int, variable: str) -> list[socket.socket]:
    sockets: list[socket.socket] = []
    refusals: list[OSError] = []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as fault:
        words = f"{host} is not an address of this machine: set {variable.replace('_PORT', '_HOST')} to one."
        raise ServeFault(words) from fault
    for family, kind, _, _, address in dict.fromkeys(found):
        try:
            sockets.append(_open_listener(family, kind, address))
        except OSError as fault:
            refusals.append(fault)
    if any(fault.errno == errno.EADDRINUSE for fault in refusals):
        words = f"Port {port} on {host} is taken by another program: end that, or set {variable} to another port."
        for each in sockets:
            each.close()
        raise PortTaken(words)
    if not sockets:
        why = refusals[0].strerror if refusals else "it has no address"
        raise ServeFault(f"Port {port} on {host} cannot be used ({why}): set {variable} or the host to another.")
    return sockets


def _open_listener(family: int, kind: int, address: tuple[object, ...]) -> socket.socket:
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def environment_of(role: Role, settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of one child: what every role may see, and only its own secrets.

    What the operator set wins over the embedded default's files.
    """
    others = {name for name, roles in HOLDERS.items() if role not in roles}
    # Safety: a child must not find another role's keys in its environment.
    hidden = {variable_of(name) for name in others} | {variable_of(name) + "_FILE" for name in others}
    given = {name: value for name, value in with_data_dir(settings, env).items() if name not in hidden}
    for variable, value in role_environment(settings.data_dir, role).items():
        plain = variable.removesuffix("_FILE")
        if not given.get(plain) and not given.get(plain + "_FILE"):
            given[variable] = value
    return given


def with_data_dir(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with the data folder spelt out: children start in another folder."""
    return {**env, variable_of("data_dir"): str(settings.data_dir)}


def check_roles(environments: Mapping[Role, Mapping[str, str]]) -> None:
    """Read the settings of every child before any starts, so that each fault is told once and in words."""
    faults: dict[str, None] = {}
    for role, environment in environments.items():
        try:
            Settings.from_mapping(environment, role)
        except SettingsFault as fault:
            faults.update(dict.fromkeys(fault.faults))
    if faults:
        raise SettingsFault(tuple(faults))


def site_command(application: str, settings: Settings, sockets: Sequence[socket.socket]) -> tuple[str, ...]:
    """Return the command of one site, which listens on sockets already taken."""
    binds = [part for each in sockets for part in ("--bind", f"fd://{each.fileno()}")]
    memory = Path("/dev", "shm")  # a heartbeat file on a slow disk can make a healthy worker look dead
    heartbeat = ("--worker-tmp-dir", str(memory)) if os.access(memory, os.W_OK) else ()
    return (
        *(sys.executable, "-m", "gunicorn", application, *binds, *heartbeat),
        *("--worker-class", "gthread", "--workers", str(settings.web_workers)),
        *("--threads", str(settings.web_threads), "--timeout", "60"),
        *("--graceful-timeout", str(GRACE_SECONDS), "--keep-alive", "5", "--log-level", "warning"),
        "--no-control-socket",  # two servers would share one in the home folder
        # Safety: whom to believe about the visitor's address is PORTAL_TRUSTED_PROXIES, in one place.
        "--forwarded-allow-ips=",
    )


def is_answering(listener: socket.socket) -> bool:
    """Ask a site whether it is alive."""
    host, port = listener.getsockname()[:2]
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(settings: Settings) -> None:
    """Say where everything is."""
    say(f"\nThe public site:        {settings.public_url}")
    say(f"The desk:               {settings.desk_url}")
    files = {
        "First sign-in, desk:": "first-sign-in",
        "Notices are written to:": "notices",
        "re:hub signs with:": "rehub.secret",
    }
    for words, name in files.items():
        path = settings.data_dir / name
        if path.exists() or name == "notices":
            say(f"{words:<24}{path}")
    say("Ctrl-C ends everything.")
