"""`python3 -m tests.pictures`: sets up what it needs, then takes the README's pictures."""

import os
import sys

from portal import setup
from tests import system_parts

if __name__ == "__main__":
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    os.chdir(root)
    system_parts.install_missing()
    locks = ["tests/requirements.lock", "portal/requirements.lock"]
    sys.exit(setup.run(root, locks, ["-m", "tests.pictures.take"]))
