"""Processes killed without warning while people send, write and wait: what was acknowledged is there afterwards."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.faults.visitor import LostAnswer, PlainVisitor
from tests.processes import RunningSite, ask, list_children, start_portal

KILLS = 20
SEED = 20261122
HANDS = 4
LONGEST_PAUSE_SECONDS = 0.8


@dataclass(slots=True)
class Acknowledged:
    """What the site said it had taken: codes of referrals, and the words of messages by code."""

    codes: list[str] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    lost_answers: int = 0


def keep_asking(public_url: str, taken: Acknowledged, stop: threading.Event) -> None:
    """Refer and write again and again; note only what was acknowledged."""
    while not stop.is_set():
        visitor = PlainVisitor(public_url)
        try:
            visitor.fills_in()
            code = visitor.sends()
            taken.codes.append(code)
            words = f"message {len(taken.messages)} of {threading.get_ident()}"
            if visitor.opens(code):
                visitor.writes(words)
                taken.messages.append((code, words))
        except LostAnswer:
            taken.lost_answers += 1
            stop.wait(0.2)  # nobody answers for a moment: try again as a person would


@contextmanager
def people_asking(public_url: str) -> Iterator[Acknowledged]:
    """Let several people ask at once while the block runs; a person's own failure fails the test."""
    taken, stop, failures = Acknowledged(), threading.Event(), []

    def ask_safely() -> None:
        try:
            keep_asking(public_url, taken, stop)
        except Exception as error:  # shown below, in the test's own thread
            failures.append(error)

    hands = [threading.Thread(target=ask_safely) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    try:
        yield taken
    finally:
        stop.set()
        for hand in hands:
            hand.join(60)
    assert failures == []


def choose_victims(parent: int) -> dict[str, list[int]]:
    """Return the processes by what they are: the worker, processes of the sites, the parent."""
    children = list_children(parent)
    named = {child: Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0") for child in children}
    workers = [child for child, words in named.items() if b"worker" in words]
    return {"worker": workers, "web": [child for child in children if child not in workers], "parent": [parent]}


def ports_of(site: RunningSite) -> dict[str, str]:
    """Return the settings that start a portal again on the same ports."""
    return {"public_port": site.public_url.rsplit(":", 1)[1], "desk_port": site.desk_url.rsplit(":", 1)[1]}


def check_everything_is_there(site: RunningSite, taken: Acknowledged) -> None:
    """Open every page by its code and look for every message."""
    words = dict(taken.messages)
    for code in taken.codes:
        page = PlainVisitor(site.public_url).opens(code)
        assert page, "a referral that was acknowledged is gone"
        assert words.get(code, "") in page, "a message that was acknowledged is gone"


def kill_one(site: RunningSite, chance: random.Random) -> str:
    """Kill one process, whichever chance chooses; return what it was."""
    victims = choose_victims(site.process.pid)
    kind = chance.choice([kind for kind, found in victims.items() if found])
    os.kill(chance.choice(victims[kind]), signal.SIGKILL)
    if kind == "parent":
        site.process.wait(10)
    return kind


def whole_again(site: RunningSite, stack: ExitStack, settings: dict[str, str]) -> RunningSite:
    """Wait until the site answers again; start it as an operator would when its parent has gone."""
    eventually(lambda: site.process.poll() is not None or is_answering(site), 30)
    if site.process.poll() is None:
        return site
    return stack.enter_context(start_portal(site.data_dir, **settings))


def is_answering(site: RunningSite) -> bool:
    return (ask(site.public_url + "/healthz") or (0, b""))[0] == 200


@pytest.mark.parametrize("round_number", [1, 2])
def test_nothing_acknowledged_is_lost_when_processes_are_killed(
    database_url: str, tmp_path: Path, round_number: int
) -> None:
    chance, pause = random.Random(SEED + round_number), threading.Event()
    killed = dict.fromkeys(("worker", "web", "parent"), 0)
    with ExitStack() as stack:
        settings = {"rate_limits": "off", "database_url": database_url, "web_workers": "2"}
        site = stack.enter_context(start_portal(tmp_path / "data", **settings))
        settings |= ports_of(site)
        with people_asking(site.public_url) as taken:
            for _ in range(KILLS // 2):
                pause.wait(chance.random() * LONGEST_PAUSE_SECONDS)
                killed[kill_one(site, chance)] += 1
                site = whole_again(site, stack, settings)
            pause.wait(2)  # somebody gets through after the last one
        assert min(len(taken.codes), len(taken.messages)) > 0, "nobody got through at all"
        check_everything_is_there(site, taken)
