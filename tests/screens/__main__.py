"""`python3 -m tests.screens FOLDER`: sets up what it needs, then takes the pictures; further arguments go to it."""

import os
import sys

from portal import setup
from tests import system_parts

if __name__ == "__main__":
    given = [os.path.abspath(each) if place == 0 else each for place, each in enumerate(sys.argv[1:])]
    os.chdir(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    system_parts.install_missing()
    locks = ["tests/requirements.lock", "portal/requirements.lock"]
    sys.exit(setup.run(os.getcwd(), locks, ["-m", "tests.screens.take", *given]))
