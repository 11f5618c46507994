"""re:hub's API asked everything its document allows, and much that it does not, for ten minutes, seed after seed.

The tests ask for a quarter of a minute with one seed (tests/web/rehub/test_schemathesis.py).
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
import warnings
from collections import Counter
from itertools import count
from pathlib import Path

from portal.casework.desk import record_check
from portal.casework.sign_in import SignedIn
from portal.holders import Role
from portal.store.migrations import upgrade
from portal.store.staff import Role as StaffRole
from portal.web.public_app import create_public_app
from portal.wiring import wire_desk
from tests.bench.figures import Figure, Target
from tests.builders import PortalData, Referred, prepare_portal_data, refer
from tests.quick_folder import find_quick_folder
from tests.served import serve
from tests.web.rehub.fuzzing import Signer, fuzz

SECONDS, EXAMPLES = 600, 300


def measure_api(seconds: int = SECONDS) -> list[Figure]:
    """Ask until the time is over; what is wrong is told on standard error, a line each."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    statuses, found, begun = Counter[int](), Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory(dir=find_quick_folder()) as place:
        upgrade(url := f"sqlite+pysqlite:///{Path(place) / 'made.db'}")
        data = prepare_portal_data(Path(place) / "var", url)
        site = create_public_app(data.settings(Role.PUBLIC))
        side = site.extensions["portal"].side
        person = refer(side)
        _check(data, person)
        with serve(Signer(site, side.rehub_secret)) as address:
            for seed in count(1):
                told, wrong = fuzz(address, person.receipt.case_reference, seed=seed, examples=EXAMPLES)
                statuses.update(told)
                found.update(wrong)
                if time.monotonic() - begun >= seconds:
                    break
        side.store.close()
    for line, times in sorted(found.items()):
        sys.stderr.write(f"{times} × {line}\n")
    answers = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    return [
        Figure("re:hub's API asked", statuses.total(), "answers", None, answers),
        Figure("other than its document says", found.total(), "in them", Target(0, is_least=False)),
        Figure("time for asking", round(time.monotonic() - begun), "s"),
    ]


def _check(data: PortalData, person: Referred) -> None:
    """Record the first conversation: before it re:hub may move nothing."""
    desk = wire_desk(data.settings(Role.DESK))
    staff = SignedIn("bench", "Bench", StaffRole.FACILITATOR, person.case.service_id)
    record_check(desk.side, staff, person.case.case_id)
    desk.side.store.close()
