"""A machine whose clock is set: every Python that finds this folder in PYTHONPATH starts on it before anything else.

So that real processes, started as an operator starts them, work on a Monday morning whatever day it is.
"""

import os
import time
from datetime import UTC, datetime

import time_machine

ahead = float(os.environ["CLOCK_AHEAD_SECONDS"])
time_machine.travel(datetime.fromtimestamp(time.time() + ahead, UTC), tick=True).start()
