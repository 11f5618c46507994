"""`python3 -m tests.bench`: sets up what the bench needs, then measures; arguments go to tests.bench.run."""

import os
import sys

from portal import setup

if __name__ == "__main__":
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    os.chdir(root)
    locks = ["tests/requirements.lock", "portal/requirements.lock"]
    sys.exit(setup.run(root, locks, ["-m", "tests.bench.run", *sys.argv[1:]]))
