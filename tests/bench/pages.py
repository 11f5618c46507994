"""How many pages a second, each against a bare hello on the same server, asked in turns so that noise strikes both."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.figures import Figure, Target
from tests.bench.load import Asked, Crowd, write_request
from tests.bench.servers import Server, Servers
from tests.bench.visitors import Visitor, list_demo_cases

SLICE_SECONDS = 0.4
OF_HELLO = "of hello's requests"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a server: what it answered, and the processor's time an answer cost, in seconds."""

    asked: Asked
    cpu_seconds: float


def measure_pages(servers: Servers, crowd: Crowd, turns: int) -> list[Figure]:
    """Measure what is read: a page that everybody reads alike, a step of a form, and an open private page."""
    asker, reader = Visitor(servers.public.port), Visitor(servers.public.port)
    asker.fill_in()
    ((_, code), *_) = list_demo_cases(servers.site.data_dir, "suitability")
    reader.open_page(code)
    figures = [
        compare(servers, crowd, turns, "information page", [write_request("/en/what-it-is")], Target(1.2)),
        compare(servers, crowd, turns, "form step, shown", [asker.write_look("/en/refer/name")], Target(0.25)),
        compare(servers, crowd, turns, "opened status page", [reader.write_look("/en/status")], Target(0.2)),
    ]
    asker.close()
    reader.close()
    return figures


def compare(
    servers: Servers, crowd: Crowd, turns: int, name: str, requests: Sequence[bytes], target: Target | None
) -> Figure:
    """Ask hello and the page in turns; the figure is the median of the turns' ratios."""
    hello = [write_request("/")]
    for server, asked in ((servers.hello, hello), (servers.public, requests)):
        crowd.ask(server.port, asked, seconds=SLICE_SECONDS / 2)
    pairs = [
        (_take_turn(servers.hello, crowd, hello), _take_turn(servers.public, crowd, requests)) for _ in range(turns)
    ]
    ratio = statistics.median(page.asked.per_second / bare.asked.per_second for bare, page in pairs)
    rates = [statistics.median(pair[place].asked.per_second for pair in pairs) for place in (0, 1)]
    costs = [statistics.median(pair[place].cpu_seconds for pair in pairs) for place in (0, 1)]
    cost = f"processor {costs[1] * 1000:.2f} against {costs[0] * 1000:.2f} ms"
    details = f"{rates[1]:.0f} against {rates[0]:.0f} a second; {cost}"
    return Figure(name, round(ratio, 2), OF_HELLO, target, details)


def _take_turn(server: Server, crowd: Crowd, requests: Sequence[bytes]) -> Turn:
    before = server.read_cpu_seconds()
    asked = crowd.ask(server.port, requests, seconds=SLICE_SECONDS)
    return Turn(asked, (server.read_cpu_seconds() - before) / asked.count)
