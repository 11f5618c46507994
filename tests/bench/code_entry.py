"""How long a person's code takes to open their page while somebody else sends wrong ones as fast as they can."""

from __future__ import annotations

import http.client
import multiprocessing
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.figures import Figure, Target
from tests.processes import clean_environment, run_python, start_portal

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
ATTACK_SECONDS = 3.0
WARM_UP_SECONDS = 0.5
ATTACKER = "127.0.9.9"
Entries = list[float]


@dataclass(frozen=True, slots=True)
class Attack:
    """How wrong codes are sent: over how many connections, and how many a second; as fast as can be when 0."""

    connections: int = 1
    per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table."""

    name: str
    quiet_ms: float
    attacked_ms: float
    ratio: float
    wrong_codes_per_second: float
    refused_share: float


class Client:
    """Somebody with a browser at an address of their own; loopback has many."""

    def __init__(self, site: str, address: str) -> None:
        parts = urlsplit(site)
        self._connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=30, source_address=(address, 0)
        )
        self._connection.request("GET", "/en/status")
        answer = self._connection.getresponse()
        found = TOKEN.search(answer.read())
        if found is None:
            raise RuntimeError("there is no form to type a code into")
        self._token = found[1].decode()
        self._cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]

    def type_code(self, code: str) -> int:
        """Send a code; return the status."""
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrf_token": self._token, "code": code})
        self._connection.request("POST", "/en/status", body, headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def attack(site: str, way: Attack, told: Queue[dict[int, int]]) -> None:
    """Send wrong codes for three seconds; tell how many got which status."""
    started_at = time.monotonic()
    until = started_at + ATTACK_SECONDS
    statuses = Counter[int]()

    def send(connection: int) -> None:
        client, number = Client(site, ATTACKER), connection
        while time.monotonic() < until:
            statuses[client.type_code(f"{number:020}")] += 1
            number += way.connections
            if way.per_second:
                time.sleep(max(0.0, started_at + number / way.per_second - time.monotonic()))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(way.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put(dict(statuses))


def time_entries(site: str, code: str, until: float, network: int) -> Entries:
    """Type the right code again and again, each time as a new visitor from a new address; return milliseconds."""
    taken: Entries = []
    while time.monotonic() < until:
        client = Client(site, f"127.0.{network}.{len(taken) % 250 + 1}")
        started_at = time.perf_counter()
        status = client.type_code(code)
        taken.append((time.perf_counter() - started_at) * 1000)
        client.close()
        if status != 303:
            raise RuntimeError(f"the right code was answered with {status}")
    return taken


def measure(name: str, way: Attack, **settings: str) -> Measure:
    """Start the portal with these settings and measure."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        env = clean_environment(data_dir=str(data_dir), **settings)
        for words in (("prepare",), ("seed-demo", "1")):
            run_python("-m", "portal", *words, env=env).check_returncode()
        code = (data_dir / "demo-codes").read_text().split()[1]
        with start_portal(data_dir, **settings) as site:
            time_entries(site.public_url, code, time.monotonic() + WARM_UP_SECONDS, 1)
            quiet = time_entries(site.public_url, code, time.monotonic() + ATTACK_SECONDS, 2)
            attacked, statuses = _time_attacked(site.public_url, code, way)
    quiet_ms, attacked_ms = statistics.median(quiet), statistics.median(attacked)
    sent = sum(statuses.values())
    return Measure(
        name=name,
        quiet_ms=round(quiet_ms, 2),
        attacked_ms=round(attacked_ms, 2),
        ratio=round(attacked_ms / quiet_ms, 2),
        wrong_codes_per_second=round(sent / ATTACK_SECONDS, 1),
        refused_share=round(statuses.get(429, 0) / sent, 3),
    )


def _time_attacked(site: str, code: str, way: Attack) -> tuple[Entries, dict[int, int]]:
    context = multiprocessing.get_context("spawn")
    told: Queue[dict[int, int]] = context.Queue()
    attacker = context.Process(target=attack, args=(site, way, told))
    started_at = time.monotonic()
    attacker.start()
    time.sleep(WARM_UP_SECONDS)  # a measure may wait, a test may not: the attacker's process has to start
    taken = time_entries(site, code, started_at + ATTACK_SECONDS, 3)
    statuses = told.get(timeout=30)
    attacker.join(30)
    return taken, statuses


def measure_code_entry(*, is_long: bool) -> list[Figure]:
    """Measure with limits, as it runs; at length also with more processes, and without limits to see their worth."""
    measures = [measure("278 a second", Attack(per_second=278)), measure("8 at once", Attack(connections=8))]
    if is_long:
        measures += [
            measure("one after the other", Attack()),
            measure("8 at once, four processes", Attack(connections=8), web_workers="4"),
            measure("8 at once, limits off", Attack(connections=8), rate_limits="off"),
        ]
    return [_write_figure(each) for each in measures]


def _write_figure(of: Measure) -> Figure:
    details = (
        f"{of.attacked_ms:.1f} against {of.quiet_ms:.1f} ms; {of.wrong_codes_per_second:.0f} wrong codes a second, "
        f"{of.refused_share:.0%} of them refused"
    )
    target = None if "limits off" in of.name else Target(1.5, is_least=False)
    return Figure(f"code entry, attacked {of.name}", of.ratio, "times as long as in quiet", target, details)
