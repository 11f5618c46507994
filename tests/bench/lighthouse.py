"""Lighthouse over every page for reading: performance, accessibility, best practice, and what search engines need.

It needs Node and npm, so it is a part of the bench and no test. Each page is loaded by a browser of its own, as on a
slow telephone.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.texts.languages import OFFERED
from portal.texts.library import Library
from portal.wiring import CONTENT
from tests.bench.figures import Figure, Target
from tests.bench.npm import Missing, find_folder, install
from tests.processes import start_portal
from tests.system_parts import find_chromium

PACKAGE = "lighthouse@12"  # later ones need a newer Node
PROGRAM = find_folder("lighthouse") / "node_modules" / "lighthouse" / "cli" / "index.js"
AREAS = ("performance", "accessibility", "best-practices", "seo")
TRIES, AGAIN = 5, 4
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"


def measure_lighthouse(*, is_long: bool) -> list[Figure]:
    """Load every page in English, in every language when it may take long; what is below 100 is told, a line each."""
    try:
        install("lighthouse", PACKAGE, PROGRAM, {"node": "nodejs", "npm": "npm"})
    except Missing as missing:
        return [Figure("pages in Lighthouse", 0, "pages", Target(1), str(missing))]
    lowest = dict.fromkeys(AREAS, 100)
    paths = list(_list_paths(("en",) if not is_long else [each.code for each in OFFERED]))
    with tempfile.TemporaryDirectory() as place, start_portal(Path(place) / "data", rate_limits="off") as site:
        for number, path in enumerate(paths, 1):
            scores = _judge(site.public_url + path, Path(place) / "report.json")
            lowest = {area: min(lowest[area], scores[area]) for area in AREAS}
            told = [f"{area} {score}" for area, score in scores.items() if score < 100]
            sys.stderr.write(f"{number} of {len(paths)} {path}: {', '.join(told) or 'all 100'}\n")
    return [
        Figure("pages in Lighthouse", len(paths), "pages"),
        *(Figure(f"Lighthouse, {area}", lowest[area], "lowest score", Target(100)) for area in AREAS),
    ]


def _list_paths(langs: Sequence[str]) -> Iterator[str]:
    library = Library(CONTENT)
    for lang in langs:
        for slug in library.list_slugs():
            yield f"/{lang}/" if slug == "home" else f"/{lang}/{slug}"
        for word in library.list_information():
            yield f"/{lang}/information" if word == "index" else f"/{lang}/information/{word}"


def _judge(url: str, report: Path) -> dict[str, int]:
    """Return the scores of a page; where it was slow once, the median of five loads, as Lighthouse advises."""
    scores = _load(url, report)
    if scores["performance"] == 100:
        return scores
    again = [_load(url, report)["performance"] for _ in range(AGAIN)]
    return {**scores, "performance": int(statistics.median([scores["performance"], *again]))}


def _load(url: str, report: Path) -> dict[str, int]:
    """Return the scores of a page by area, out of 100."""
    command = ["node", str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--chrome-flags={FLAGS}", f"--only-categories={','.join(AREAS)}"]
    env = {**os.environ, "CHROME_PATH": find_chromium()}
    for tries_left in reversed(range(TRIES)):
        done = subprocess.run(command, check=False, capture_output=True, env=env)
        if done.returncode == 0:
            break
        # now and then its browser ends before it has begun; what the page itself does wrong is a score
        sys.stderr.write(f"  {url}: {done.stderr.decode(errors='replace').strip()[-500:]}\n")
        if not tries_left:
            raise RuntimeError("Lighthouse cannot load a page")
    told = json.loads(report.read_text("utf-8"))
    for area in AREAS:
        for counted in (each["id"] for each in told["categories"][area]["auditRefs"] if each["weight"]):
            audit = told["audits"][counted]
            if audit["score"] is not None and audit["score"] < 1:
                sys.stderr.write(f"  {area}: {audit['title']}\n")
    return {area: round(100 * told["categories"][area]["score"]) for area in AREAS}
