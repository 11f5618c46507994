"""What is written: a step's answer, a sent referral, re:hub's update; each beside what the database takes alone."""

from __future__ import annotations

import json
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from portal.vault.webhooks import sign_webhook
from tests.bench.alone import Database, time_slow_hash
from tests.bench.figures import Figure, Target
from tests.bench.load import write_request
from tests.bench.servers import Servers
from tests.bench.visitors import Visitor, list_demo_cases

UPDATES = "/api/rehub/v1/updates"
OF_COMMITS = "of what the database alone commits"
PLAIN_ROW = 400  # bytes of a case, a link, a receipt or an id kept, each with its keys and indexes
Timed = Callable[[], float]


def measure_writing(servers: Servers, folder: Path, times: int) -> list[Figure]:
    """Measure what is written, one at a time, in turns with what the database does alone."""
    alone = Database(folder)
    try:
        return [
            measure_answers(servers, alone, times * 3),
            measure_sending(servers, alone, times),
            measure_updates(servers, alone, times * 3),
        ]
    finally:
        alone.close()


def measure_answers(servers: Servers, alone: Database, times: int) -> Figure:
    """Answer one step of a form again and again: one row, changed."""
    asker = Visitor(servers.public.port)
    asker.fill_in()
    request = asker.write_send("/en/refer/name", {"name": ["Amira"]}, asker.look("/en/refer/name"))
    figure = _compare("form step, answered", lambda: _time(asker, request), lambda: alone.time_commit([2500]), times)
    asker.close()
    return replace(figure, target=None)  # one commit is all it needs of the disk, so the rest is the page's own work


def measure_sending(servers: Servers, alone: Database, times: int) -> Figure:
    """Send forms, each beside one slow hash and one commit of as many bytes."""
    askers = [Visitor(servers.public.port) for _ in range(times + 1)]
    for asker in askers:
        asker.fill_in()
    waiting = iter([(each, each.write_send("/en/refer/check", {}, each.look("/en/refer/check"))) for each in askers])
    _time(*next(waiting))
    sizes = [*_list_newest_entries(servers.site.data_dir), *([PLAIN_ROW] * 3)]
    taken = [(_time(*each), time_slow_hash(), alone.time_commit(sizes)) for each in waiting]
    for asker in askers:
        asker.close()
    sent, hashed, committed = (statistics.median(each) * 1000 for each in zip(*taken, strict=True))
    details = f"{sent:.1f} ms; slow hash {hashed:.1f} ms, commit {committed:.1f} ms"
    ratio = statistics.median(whole / (one + other) for whole, one, other in taken)
    return Figure("sent referral", round(ratio, 2), "of slow hash and commit", Target(1.3, is_least=False), details)


def measure_updates(servers: Servers, alone: Database, times: int) -> Figure:
    """Have re:hub tell news of several cases in turn."""
    secret = (servers.site.data_dir / "rehub.secret").read_text().strip()
    cases = cycle(list_demo_cases(servers.site.data_dir, "rehub_check", "approval_board"))
    sender = Visitor(servers.public.port)

    def tell() -> float:
        return _time(sender, _write_update(secret, next(cases)[0]))

    tell()
    newest = _list_newest_entries(servers.site.data_dir)[-2:]
    figure = _compare("re:hub update", tell, lambda: alone.time_commit([*newest, 900, PLAIN_ROW, PLAIN_ROW]), times)
    sender.close()
    return figure


def _compare(name: str, real: Timed, alone: Timed, times: int) -> Figure:
    taken = [(real(), alone()) for _ in range(times)]
    whole, commit = (statistics.median(each) * 1000 for each in zip(*taken, strict=True))
    details = f"{1000 / whole:.0f} against {1000 / commit:.0f} a second, one at a time"
    return Figure(name, round(commit / whole, 2), OF_COMMITS, Target(0.5), details)


def _time(visitor: Visitor, request: bytes) -> float:
    started_at = time.perf_counter()
    visitor.ask(request)
    return time.perf_counter() - started_at


def _write_update(secret: str, reference: str) -> bytes:
    now = datetime.now(UTC)
    data = {"reference": reference, "stage": "approval_board", "happened_on": now.date().isoformat()}
    raw = json.dumps({"type": "case.updated", "timestamp": now.isoformat(), "data": data}).encode()
    signed = {name.replace("-", "_"): value for name, value in sign_webhook(secret, raw, now).items()}
    return write_request(UPDATES, "POST", raw, Content_Type="application/json", **signed)


def _list_newest_entries(data_dir: Path) -> Sequence[int]:
    """List the sizes of the entries of the case that was written to last."""
    query = (
        "SELECT length(envelope) + 200 FROM case_entry WHERE case_id ="
        " (SELECT case_id FROM case_entry ORDER BY rowid DESC LIMIT 1) ORDER BY sequence"
    )
    with sqlite3.connect(f"file:{data_dir / 'portal.db'}?mode=ro", uri=True) as connection:
        return [int(size) for (size,) in connection.execute(query)]
