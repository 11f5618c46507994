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

from portal.casework.follow import open_by_code, view_page
from portal.wiring import PublicPortal
from tests.builders import PortalData
from tests.eventually import eventually
from tests.faults.conftest import FillIn
from tests.faults.plain_browser import LostAnswer
from tests.faults.visitor import PlainVisitor
from tests.processes import RunningSite, ask, list_children, start_portal

# A process of the site (a server or what serves for it), the worker, and the parent of them all.
KILLS = ("web",) * 11 + ("worker",) * 6 + ("parent",) * 3
SEED = 20261122
HANDS = 4
LONGEST_PAUSE_SECONDS = 0.8
BREATH_SECONDS = 0.1
SITE_AND_WORKER = ("-m", "portal", "serve", "--only", "public", "--only", "worker")


@dataclass(slots=True)
class Acknowledged:
    """What the site said it had taken: codes of referrals, and the words of messages by code."""

    codes: list[str] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    lost_answers: int = 0


def keep_asking(public_url: str, fill_in: FillIn, taken: Acknowledged, stop: threading.Event) -> None:
    """Refer and write again and again; note only what was acknowledged."""
    while not stop.wait(BREATH_SECONDS):
        visitor = PlainVisitor(public_url)
        try:
            fill_in(visitor)
            code = visitor.sends()
            taken.codes.append(code)
            words = f"message {len(taken.messages)} of {threading.get_ident()}"
            if visitor.opens(code):
                visitor.writes(words)
                taken.messages.append((code, words))
        except LostAnswer:
            taken.lost_answers += 1  # nobody answers for a moment: try again as a person would


@contextmanager
def people_asking(public_url: str, fill_in_quickly: FillIn) -> Iterator[Acknowledged]:
    """Let several people ask at once while the block runs, one of them page by page; their failure fails the test."""
    taken, stop, failures = Acknowledged(), threading.Event(), []

    def ask_safely(fill_in: FillIn) -> None:
        try:
            keep_asking(public_url, fill_in, taken, stop)
        except Exception as error:  # shown below, in the test's own thread
            failures.append(error)

    ways = [PlainVisitor.fills_in, *[fill_in_quickly] * (HANDS - 1)]
    hands = [threading.Thread(target=ask_safely, args=(way,)) for way in ways]
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


def check_everything_is_there(public: PublicPortal, taken: Acknowledged) -> None:
    """Open every page by its code and look for every message."""
    words = dict(taken.messages)
    for code in taken.codes:
        opened = open_by_code(public.side, code)
        assert opened, "a referral that was acknowledged is gone"
        page = view_page(public.side, opened.ticket)
        assert page.refused_count == 0
        kept = {message.words for message in page.messages}
        assert words.get(code) in {None, *kept}, "a message that was acknowledged is gone"


def kill_one(site: RunningSite, kind: str, chance: random.Random) -> None:
    """Kill one process of a kind, whichever chance chooses."""
    eventually(lambda: choose_victims(site.process.pid)[kind], 20, what="it has started again")
    os.kill(chance.choice(choose_victims(site.process.pid)[kind]), signal.SIGKILL)
    if kind == "parent":
        site.process.wait(10)


def whole_again(site: RunningSite, stack: ExitStack, settings: dict[str, str]) -> RunningSite:
    """Wait until the site answers again; start it as an operator would when its parent has gone."""
    eventually(lambda: site.process.poll() is not None or is_answering(site), 30)
    if site.process.poll() is None:
        return site
    return stack.enter_context(start_portal(site.data_dir, start=SITE_AND_WORKER, **settings))


def is_answering(site: RunningSite) -> bool:
    return (ask(site.public_url + "/healthz") or (0, b""))[0] == 200


def test_nothing_acknowledged_is_lost_when_processes_are_killed(
    portal_data: PortalData, public: PublicPortal, fill_in_quickly: FillIn
) -> None:
    chance, pause = random.Random(SEED), threading.Event()
    with ExitStack() as stack:
        settings = {"rate_limits": "off", "database_url": portal_data.database_url, "web_workers": "2"}
        site = stack.enter_context(start_portal(portal_data.data_dir, start=SITE_AND_WORKER, **settings))
        settings |= ports_of(site)
        with people_asking(site.public_url, fill_in_quickly) as taken:
            for kind in chance.sample(KILLS, len(KILLS)):
                pause.wait(chance.random() * LONGEST_PAUSE_SECONDS)
                kill_one(site, kind, chance)
                site = whole_again(site, stack, settings)
            before = len(taken.messages)
            eventually(lambda: len(taken.messages) > before, 30, what="somebody gets through after the last one")
        assert taken.lost_answers > 0, "no kill fell into anything"
        assert PlainVisitor(site.public_url).opens(taken.codes[-1])
    check_everything_is_there(public, taken)
