"""The Nu HTML checker over every page and state. It needs Java and npm, so it is a part of the bench and no test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure, Target
from tests.bench.npm import Missing, find_folder, install
from tests.bench.walk import make_album
from tests.walk.album import State

PACKAGE = "vnu-jar@26"
JAR = find_folder("nu") / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def measure_html() -> list[Figure]:
    """Check every page; what is wrong is told on standard error, a line each."""
    try:
        install("nu", PACKAGE, JAR, {"java": "default-jre-headless", "npm": "npm"})
    except Missing as missing:
        return [Figure("HTML checked", 0, "pages", Target(1), str(missing))]
    with tempfile.TemporaryDirectory() as place:
        states = make_album(Path(place)).states
        found = _check(states, Path(place))
    for line, count in sorted(found.items()):
        sys.stderr.write(f"{count} × {line}\n")
    return [
        Figure("HTML checked", len(states), "pages and states", None, "both sites, every language"),
        Figure("errors and warnings", found.total(), "in them", Target(0, is_least=False), _sum_up(found)),
    ]


def _check(states: Sequence[State], folder: Path) -> Counter[str]:
    """Return what the checker says and where it says it first, with how often."""
    names = {}
    (folder / "html").mkdir()
    for number, state in enumerate(states):
        file = folder / "html" / f"{number}.html"
        file.write_text(state.html, "utf-8")
        names[file.name] = state.label
    command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run(
        [*command, *map(str, sorted((folder / "html").iterdir()))],
        capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    told: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        kind = message.get("subType") or message["type"]
        told.setdefault(f"{kind}: {message['message']}", []).append(names[Path(message["url"]).name])
    return Counter({f"{words} — first at {places[0]}": len(places) for words, places in told.items()})


def _sum_up(found: Counter[str]) -> str:
    return f"{len(found)} kinds, listed above" if found else ""
