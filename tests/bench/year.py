"""A year of 2,000 cases on each kind of database: what was broken (nothing may be), and how long a day of it takes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portal.store.migrations import upgrade
from tests.bench.figures import Figure, Target
from tests.builders import PortalData, prepare_portal_data
from tests.databases import run_postgres
from tests.quick_folder import find_quick_folder
from tests.simulation.year import Size, Told, simulate

YEAR = Size(people=2000, days=365, bustle=0.3)


def measure_year(size: Size = YEAR) -> list[Figure]:
    """Live through a year on SQLite and on PostgreSQL."""
    figures = []
    for kind in ("SQLite", "PostgreSQL"):
        with _prepare(kind) as data:
            began = time.monotonic()
            told = simulate(data, size)
            figures += _list_figures(kind, size, told, time.monotonic() - began)
    return figures


def _list_figures(kind: str, size: Size, told: Told, seconds: float) -> list[Figure]:
    counts = ", ".join(f"{number} {name}" for name, number in sorted(told.counts.items()))
    details = "; ".join((counts, *told.broken[:3]))
    return [
        Figure(f"a year on {kind}: broken", len(told.broken), "things", Target(0, is_least=False), details),
        Figure(f"a year on {kind}", seconds / size.days, "seconds a day", None, f"{size.people} people"),
    ]


@contextmanager
def _prepare(kind: str) -> Iterator[PortalData]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=find_quick_folder())))
        url = f"sqlite+pysqlite:///{folder / 'portal.db'}"
        if kind == "PostgreSQL":
            url = stack.enter_context(run_postgres())
        upgrade(url)
        yield prepare_portal_data(folder / "var", url)
