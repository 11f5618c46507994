"""Stand-ins for what the portal supervises: a slow site, and a program that fails; run as a program of its own.

`python -m tests.house.stand_ins slow PORT` serves a site whose answer takes a while; `failing` starts a child
that ends at once beside one that would go on.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable

from portal.holders import Role
from portal.serve import is_answering, listen, site_command
from portal.settings import ROOT, Settings
from portal.supervise import Start, say, supervise

SLOW_SECONDS = 1.5


def slow(environ: dict[str, object], start_response: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """Answer /healthz at once and everything else after a while."""
    if environ["PATH_INFO"] != "/healthz":
        threading.Event().wait(SLOW_SECONDS)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "8")])
    return [b"finished"]


def serve_slowly(port: int) -> int:
    """Supervise one site with the slow application."""
    listeners = listen("127.0.0.1", port, "PORTAL_PUBLIC_PORT")
    settings = Settings.from_mapping({}, Role.OPERATOR)
    command = site_command("tests.house.stand_ins:slow", settings, listeners)
    start = Start("slow site", command, os.environ, ROOT, (listeners[0].fileno(),))
    return supervise([start], lambda: is_answering(listeners[0]), lambda: say("ready"), listeners[0].close)


def fail() -> int:
    """Supervise one child that ends at once and one that would stay."""
    failing = Start("failing part", (sys.executable, "-c", "raise SystemExit(3)"), os.environ, ROOT)
    staying = Start("staying part", (sys.executable, "-c", "import signal; signal.pause()"), os.environ, ROOT)
    return supervise([failing, staying], lambda: False, lambda: None, lambda: None)


if __name__ == "__main__":
    sys.exit(fail() if sys.argv[1] == "failing" else serve_slowly(int(sys.argv[2])))
