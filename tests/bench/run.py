"""What is measured, in which order and how often; prints a table, or JSON for a machine."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from portal.prepare import build_files
from tests.bench.api import measure_api
from tests.bench.code_entry import measure_code_entry
from tests.bench.figures import Figure, write_json, write_table
from tests.bench.lighthouse import measure_lighthouse
from tests.bench.load import Crowd
from tests.bench.nu import measure_html
from tests.bench.pages import measure_pages
from tests.bench.servers import start_servers
from tests.bench.walk import measure_walk
from tests.bench.writing import measure_writing
from tests.bench.year import measure_year

SHORT, LONG = 8, 40  # turns of each page, and things sent
SPEED = ("pages", "writing", "code")
SLOW = ("html", "api", "year", "lighthouse")


def measure_speed(parts: set[str], times: int) -> list[Figure]:
    """Measure pages and what is written, on one portal with a hello beside it."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as place, Crowd() as crowd, start_servers(Path(place)) as servers:
        if "pages" in parts:
            figures += measure_pages(servers, crowd, times)
        if "writing" in parts:
            figures += measure_writing(servers, Path(place), times)
    return figures


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench")
    parser.add_argument("parts", nargs="*", choices=(*SPEED, *SLOW, []), help="what to measure; the first three")
    parser.add_argument("--json", action="store_true", help="for a machine")
    parser.add_argument("--long", action="store_true", help="more turns, html, api, year and lighthouse too")
    parser.add_argument(
        "--walk",
        action="store_true",
        help="look at every page in every way with a browser and axe; alone unless parts are named; it takes long",
    )
    asked = parser.parse_args()
    usual = () if asked.walk else (*SPEED, *(SLOW if asked.long else ()))
    parts = set(asked.parts or usual)
    build_files()
    measures: dict[str, Callable[[], list[Figure]]] = {
        "speed": lambda: measure_speed(parts, LONG if asked.long else SHORT) if parts & {"pages", "writing"} else [],
        "code": lambda: measure_code_entry(is_long=asked.long) if "code" in parts else [],
        "api": lambda: measure_api() if "api" in parts else [],
        "html": lambda: measure_html() if "html" in parts else [],
        "lighthouse": lambda: measure_lighthouse(is_long=asked.long) if "lighthouse" in parts else [],
        "year": lambda: measure_year() if "year" in parts else [],
        "walk": lambda: measure_walk() if asked.walk else [],
    }
    figures: list[Figure] = []
    for measure in measures.values():
        figures += measure()
        if not asked.json:
            sys.stderr.write(f"{len(figures)} measures taken …\n")
    sys.stdout.write(write_json(figures) if asked.json else write_table(figures))
    return 1 if any(each.verdict == "NO" for each in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
