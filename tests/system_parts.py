"""What the tests need that only the system's package manager gives: a browser, fonts, PostgreSQL, Redis.

Standard library only and readable by an old Python, as it runs before anything is installed.
"""

import glob
import os
import shutil
import sys

from portal import setup

CLUSTER_CONF = "/etc/postgresql-common/createcluster.conf"


def find_chromium() -> str:
    """Return the path of the browser, or nothing."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or ""


def find_postgresql(program: str) -> str:
    """Return the path of one of PostgreSQL's programs, the newest there is, or nothing."""
    versions = glob.glob("/usr/lib/postgresql/*/bin/" + program)
    newest = sorted(versions, key=lambda path: float(path.split("/")[4]))
    return newest[-1] if newest else shutil.which(program) or ""


def find_redis() -> str:
    """Return the path of Redis, or nothing. Debian's redis-tools has the server too, and starts none by itself."""
    return shutil.which("redis-server") or shutil.which("redis-check-rdb") or ""


def list_missing() -> "list[str]":
    """List the packages whose parts are not here."""
    missing = []
    if not find_chromium():
        missing.append("chromium")
    if not glob.glob("/usr/share/fonts/**/NotoSans*", recursive=True):
        missing.append("fonts-noto-core")
    if not find_postgresql("initdb"):
        missing.append("postgresql")
    if not find_redis():
        missing.append("redis-tools")
    return missing


def install_missing() -> None:
    """Install what is missing, or say how; the tests that need it say so again when they are skipped."""
    missing = list_missing()
    if not missing:
        return
    try:
        if "postgresql" in missing and os.geteuid() == 0:
            _want_no_cluster()
        setup.install_system_packages(missing)
    except (setup.SetupFault, OSError) as fault:
        sys.stderr.write(str(fault) + "\n")


def _want_no_cluster() -> None:
    """See that the package starts no server of its own."""
    if not os.path.exists(CLUSTER_CONF):
        os.makedirs(os.path.dirname(CLUSTER_CONF), exist_ok=True)
        with open(CLUSTER_CONF, "w") as conf:
            conf.write("create_main_cluster = false\n")
