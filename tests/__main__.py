"""`python3 -m tests`: sets up what the tests need, then runs them all; further arguments go to pytest.

The tests are shared out, a file or class at a time, to a process for each core (`-n 0` runs them in one).
"""

import os
import sys

from portal import setup
from tests import system_parts

# in the order of tests/conftest.py: else files with many small tests come first, and the longest walk last and alone
_SHARED_OUT = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadscope", "--no-loadscope-reorder")

if __name__ == "__main__":
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    os.chdir(root)
    system_parts.install_missing()
    locks = ["tests/requirements.lock", "portal/requirements.lock"]
    sys.exit(setup.run(root, locks, ["-m", "pytest", *_SHARED_OUT, *sys.argv[1:]]))
