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
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from portal.domain.errors import Unavailable
from portal.embedded import role_environment
from portal.environment import variable_of
from portal.holders import HOLDERS, Role
from portal.prepare import prepare
from portal.settings import ROOT, Settings, SettingsFault
from portal.supervise import GRACE_SECONDS, Start, say, supervise

PORTAL = (sys.executable, "-m", "portal")
PORT_PATIENCE_SECONDS = 5.0
TITLES = {Role.PUBLIC: "public site", Role.DESK: "desk", Role.WORKER: "worker"}


class ServeFault(Exception):
    """Serving cannot begin; the text is one sentence that says what to do."""


class PortTaken(ServeFault):
    """Another program listens there."""


def serve(settings: Settings, env: Mapping[str, str], roles: Collection[Role] = tuple(TITLES)) -> int:
    """Prepare, then run both sites and the worker until told to end, or only some of them; return the exit status.

    With only some, keys and database are as an operator prepared them on another machine. Raises SettingsFault or
    ServeFault before any child has started.
    """
    check_data_dir(settings.data_dir)
    listeners = {role: _listen_for(role, settings) for role in TITLES if role in roles}
    make_ready(settings, is_whole=set(roles) == set(TITLES))
    environments = {role: environment_of(role, settings, env) for role in listeners}
    check_roles(environments)
    starts = [
        Start(TITLES[role], _command_of(role, settings, sockets), environments[role], ROOT, _files_of(sockets))
        for role, sockets in listeners.items()
    ]
    sites = [sockets for sockets in listeners.values() if sockets]

    def is_ready() -> bool:
        return all(is_answering(sockets[0]) for sockets in sites)

    def stop_listening() -> None:
        for sockets in sites:
            for listener in sockets:
                listener.close()

    return supervise(starts, is_ready, lambda: announce(settings, roles), stop_listening)


def _listen_for(role: Role, settings: Settings) -> list[socket.socket]:
    match role:
        case Role.PUBLIC:
            return listen(settings.public_host, settings.public_port, "PORTAL_PUBLIC_PORT")
        case Role.DESK:
            return listen(settings.desk_host, settings.desk_port, "PORTAL_DESK_PORT")
        case _:
            return []


def _command_of(role: Role, settings: Settings, sockets: Sequence[socket.socket]) -> tuple[str, ...]:
    return site_command(f"wsgi:{role.value}", settings, sockets) if sockets else (*PORTAL, "worker")


def _files_of(sockets: Sequence[socket.socket]) -> tuple[int, ...]:
    return tuple(each.fileno() for each in sockets)


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


def make_ready(settings: Settings, *, is_whole: bool) -> None:
    """Prepare, a part of the portal without keys and database; turn what the machine refuses into one sentence."""
    try:
        prepare(settings, has_data=is_whole)
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
        *("--worker-class", "portal.door.Door", "--workers", str(settings.web_workers)),
        # a browser sends a host's cookies to all its ports; what is longer still is answered kindly by the door
        *("--limit-request-line", "8190", "--limit-request-field_size", "32768"),
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


def announce(settings: Settings, roles: Collection[Role]) -> None:
    """Say where everything is that runs here."""
    say("")
    for role, url in {Role.PUBLIC: settings.public_url, Role.DESK: settings.desk_url}.items():
        if role in roles:
            say(f"{f'The {TITLES[role]}:':<24}{url}")
    files = {
        "first-sign-in": (Role.DESK, "First sign-in, desk:"),
        "notices": (Role.WORKER, "Notices are written to:"),
        "rehub.secret": (Role.PUBLIC, "re:hub signs with:"),
    }
    for name, (role, words) in files.items():
        path = settings.data_dir / name
        if role in roles and (path.exists() or name == "notices"):
            say(f"{words:<24}{path}")
    say("Ctrl-C ends everything.")
