"""Keeping a few child processes alive until told to end; knows nothing of what they do.

Waits on signals only, in one thread: nothing is polled but what the caller asks for until it is ready.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 20
QUICK_SECONDS = 60
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SHIM = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Start:
    """How to start one child: what people call it, its command, environment, folder and inherited files."""

    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    inherited: tuple[int, ...] = ()


def say(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def supervise(
    starts: Sequence[Start],
    is_ready: Callable[[], bool],
    when_ready: Callable[[], None],
    when_ending: Callable[[], None],
) -> int:
    """Run the children until a signal says to end; return the exit status.

    1 when a child ends before all are ready, or keeps ending afterwards. is_ready is asked about every 50 ms
    until it says so, then when_ready is called once; when_ending is called before the children are told to end.
    """
    # Blocked here, taken one by one in the loop; child.py unblocks them for the children.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {*_ENDINGS, signal.SIGCHLD})
    children = [Child(start) for start in starts]
    try:
        for child in children:
            child.begin()
        return _loop(children, is_ready, when_ready)
    finally:
        when_ending()
        _end_all(children)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _loop(children: list[Child], is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
    is_announced = False
    while True:
        if not is_announced and is_ready():
            is_announced = True
            when_ready()
        pauses = [child.seconds_to_restart() for child in children if child.process is None]
        arrived = _wait_for_signal(min(pauses, default=60.0) if is_announced else 0.05)
        if _is_ending(arrived):
            say("Ending; requests already begun are finished first ...")
            return 0
        for child in children:
            if child.has_ended() and not child.plan_restart(may_restart=is_announced):
                return 1
            child.restart_when_due()


def _end_all(children: list[Child]) -> None:
    """Ask every child to end, wait, and after the grace (or a second signal) kill what is left."""
    for child in children:
        if child.process:
            child.process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS + 2
    while any(child.is_running() for child in children):
        left = deadline - time.monotonic()
        if left <= 0 or _is_ending(_wait_for_signal(min(left, 0.5))):
            break
    for child in children:
        child.signal_group(signal.SIGKILL)
        if child.process:
            child.process.wait()


def _wait_for_signal(seconds: float) -> int:
    """Return the signal that arrived, or 0."""
    arrived = signal.sigtimedwait({*_ENDINGS, signal.SIGCHLD}, max(seconds, 0))
    return arrived.si_signo if arrived else 0


def _is_ending(number: int) -> bool:
    """Say whether a signal asks to end; a hang-up does not when whoever started this ignores it (nohup)."""
    return number in _ENDINGS and (number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN)


class Child:
    """One child, started again with a growing pause when it ends by itself."""

    def __init__(self, start: Start) -> None:
        self.start = start
        self.process: subprocess.Popen[bytes] | None = None
        self._group = 0
        self._begun_at = time.monotonic()
        self._due_at = 0.0
        self._quick_failures = 0

    def begin(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the parent."""
        shim = (sys.executable, "-I", "-S", str(_SHIM), str(os.getpid()))
        self.process = subprocess.Popen(
            [*shim, *self.start.command],
            env=dict(self.start.environment),
            cwd=self.start.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.start.inherited,
        )
        self._group = self.process.pid
        self._begun_at = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self, *, may_restart: bool) -> bool:
        """Say what happened and when it starts again; False when it may not, or has failed too often."""
        how = _describe_ending(self.process.returncode if self.process else 0)
        self.process = None
        self.signal_group(signal.SIGTERM)  # what it left behind must not answer beside its successor
        if not may_restart:
            say(f"The {self.start.title} {how} before it was ready; why stands above. Ending everything.")
            return False
        if time.monotonic() - self._begun_at > QUICK_SECONDS:
            self._quick_failures = 0
        if self._quick_failures == len(PAUSES):
            say(f"The {self.start.title} {how} again and again; ending everything.")
            return False
        pause = PAUSES[self._quick_failures]
        self._quick_failures += 1
        self._due_at = time.monotonic() + pause
        say(f"The {self.start.title} {how}; starting it again in {pause:g} seconds.")
        return True

    def seconds_to_restart(self) -> float:
        return max(self._due_at - time.monotonic(), 0)

    def restart_when_due(self) -> None:
        if self.process is None and self.seconds_to_restart() == 0:
            self.begin()

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and whatever it started."""
        if not self._group:
            return
        try:
            os.killpg(self._group, number)
        except ProcessLookupError:
            self._group = 0


def _describe_ending(status: int) -> str:
    if status < 0:
        return f"was killed by signal {-status}"
    return f"ended unexpectedly with status {status}"
