"""What every child process does before its own work: promise to end when its parent ends.

Run by path, with the parent's process id and the command to become; standard library only, and quick.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(parent_id: int, command: list[str]) -> None:
    """Tie this process to its parent and become the command; returns never."""
    # Safety: no process that holds keys may outlive the one that answers for it.
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refused to tie this process to its parent")
    if os.getppid() != parent_id:  # it ended before the promise was made
        sys.exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.execv(command[0], command)


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
