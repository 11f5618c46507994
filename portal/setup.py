"""Setting up: a virtual environment and the locked dependencies, each done only when something changed.

Standard library only, and written so that an old Python can still read it and say that it is too old (no
f-strings; annotations in quotes). Builds no catalogues, assets or data: prepare.py does, inside the environment.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from typing import TextIO

NEEDED_PYTHON = (3, 11)
LAUNCHER = """#!{python}
import sys

sys.path.insert(0, {root!r})

from portal.__main__ import main

main()
"""


class SetupFault(Exception):
    """Setting up cannot go on; the text is one sentence that says what to do."""


def check_python(version: "tuple[int, ...]") -> None:
    """Refuse a Python that is too old."""
    if tuple(version[:2]) < NEEDED_PYTHON:
        raise SetupFault(
            "This needs Python 3.11 or newer and was started with {}: install a newer Python and use it, "
            "as in python3.11 wsgi.py.".format(".".join(str(part) for part in version[:3]))
        )


def say(words: str) -> None:
    """Print a line of progress at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def make_ready(root: str, locks: "list[str]") -> None:
    """See that .venv holds what the first of the locks names, and has its launcher .venv/bin/portal.

    root: the folder of wsgi.py. locks: lock files relative to root; the first is installed, and the others
    are parts of it. Raises SetupFault. Safe to kill at any moment and to run twice at once.
    """
    venv = os.path.join(root, ".venv")
    try:
        os.makedirs(os.path.join(root, "build"), exist_ok=True)
        with open(os.path.join(root, "build", "setup.lock"), "a+") as state:
            _wait_for_turn(state)
            state.seek(0)
            was_interrupted = state.read() != ""
            _install_when_changed(root, venv, locks, state, was_interrupted)
            _write_launcher(root, venv)
    except OSError as fault:
        raise SetupFault(_explain(fault, root)) from fault


def _wait_for_turn(state: TextIO) -> None:
    try:
        fcntl.flock(state, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Another start is setting up here; waiting for it to finish ...")
        fcntl.flock(state, fcntl.LOCK_EX)


def _install_when_changed(root: str, venv: str, locks: "list[str]", state: TextIO, was_interrupted: bool) -> None:
    digests = [_digest(os.path.join(root, lock)) for lock in locks]
    stamp = os.path.join(venv, "installed")
    if not was_interrupted and os.path.exists(stamp):
        with open(stamp) as lines:
            if digests[0] in lines.read().split():
                return
    state.write("setting up\n")
    state.flush()
    try:
        if was_interrupted or not _is_whole(venv):
            _make_venv(venv, state)
        _install(venv, os.path.join(root, locks[0]), state)
        with open(stamp + ".new", "w") as lines:
            lines.write("\n".join(digests) + "\n")
        os.replace(stamp + ".new", stamp)
    except SetupFault:
        state.truncate(0)
        raise
    state.truncate(0)


def _digest(lock: str) -> str:
    with open(lock, "rb") as content:
        summary = hashlib.sha256(content.read())
    summary.update(".".join(str(part) for part in sys.version_info[:2]).encode())
    return summary.hexdigest()


def _python_of(venv: str) -> str:
    return os.path.join(venv, "bin", "python")


def _is_whole(venv: str) -> bool:
    """Say whether the environment runs this Python and has pip."""
    question = "import pip, sys; sys.exit(sys.version_info[:2] != " + repr(sys.version_info[:2]) + ")"
    try:
        return subprocess.call([_python_of(venv), "-c", question], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _make_venv(venv: str, state: TextIO) -> None:
    say("Making a virtual environment in .venv ...")
    if importlib.util.find_spec("ensurepip") is None:
        install_system_packages(["python3-venv"])
    shutil.rmtree(venv, ignore_errors=True)
    making = _start([sys.executable, "-m", "venv", venv], state)
    output = making.communicate()[0].decode("utf-8", "replace")
    if making.returncode != 0:
        raise SetupFault(explain_output(output, "The virtual environment could not be made"))


def _start(command: "list[str]", state: TextIO) -> "subprocess.Popen[bytes]":
    """Start a tool that keeps the lock for as long as it lives, even when this program is killed."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=(state.fileno(),),
    )


def _install(venv: str, lock: str, state: TextIO) -> None:
    with open(lock) as lines:
        total = sum(1 for line in lines if "==" in line and "sys_platform == 'win32'" not in line)
    say("Fetching " + str(total) + " packages, once; this takes a minute or two ...")
    command = [_python_of(venv), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"]
    output, count = [], 0
    with _start([*command, "-r", lock], state) as pip:
        for raw in pip.stdout or ():
            line = raw.decode("utf-8", "replace")
            output.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                count += 1
                if count % 10 == 0:
                    say("  " + str(count) + " of " + str(total))
            elif line.startswith("Installing collected packages"):
                say("  all fetched; installing them ...")
    if pip.returncode != 0:
        raise SetupFault(explain_output("".join(output), "The packages could not be installed"))
    say("  installed.")


def _write_launcher(root: str, venv: str) -> None:
    launcher = os.path.join(venv, "bin", "portal")
    words = LAUNCHER.format(python=_python_of(venv), root=root)
    try:
        with open(launcher) as content:
            if content.read() == words:
                return
    except OSError:
        pass
    with open(launcher + ".new", "w") as content:
        content.write(words)
    os.chmod(launcher + ".new", stat.S_IRWXU)
    os.replace(launcher + ".new", launcher)


def install_system_packages(names: "list[str]") -> None:
    """Install what only the system's package manager gives, as root; otherwise raise the line to type."""
    line = "apt-get install -y --no-install-recommends " + " ".join(names)
    if not shutil.which("apt-get"):
        words = "Please install what your system calls {}, then start again."
        raise SetupFault(words.format(", ".join(names)))
    if os.geteuid() != 0:
        raise SetupFault("Something only the system can give is missing; please type: sudo " + line)
    say("Installing {} with the system's package manager ...".format(", ".join(names)))
    surroundings = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in ("apt-get update", line):
        done = subprocess.Popen(command.split(), env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        done.communicate()
    if done.returncode != 0:
        raise SetupFault("The system's package manager failed; to see why, please type: " + line)


def explain_output(output: str, what_failed: str) -> str:
    """Turn the output of a failed tool into one sentence."""
    if "DO NOT MATCH THE HASHES" in output:
        return (
            what_failed + ": a package is not the one that was checked, so it was refused; try another "
            "network, and if it stays so, tell the people who maintain this."
        )
    if "No space left on device" in output:
        return what_failed + ": the disk is full; make room and start again."
    signs = ("NewConnectionError", "Max retries", "name resolution", "ProxyError", "Read timed out", "SSLError")
    if any(sign in output for sign in signs):
        return what_failed + ": the package index cannot be reached; check the network and start again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1] if lines else "no reason was given"
    return what_failed + "; start again, and if it stays so, look into this: " + last


def _explain(fault: OSError, root: str) -> str:
    where = str(fault.filename or root)
    return "Setting up failed: " + str(fault.strerror) + " (" + where + "); mend that and start again."


def run(root: str, locks: "list[str]", arguments: "list[str]") -> int:
    """Make ready, then become the environment's Python with the arguments; return a status when that fails."""
    try:
        check_python(tuple(sys.version_info[:3]))
        make_ready(root, locks)
    except SetupFault as fault:
        sys.stderr.write(str(fault) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130
    python = _python_of(os.path.join(root, ".venv"))
    os.execv(python, [python, *arguments])
