"""A mail server on loopback that remembers what it took; it may wait for several hands before it serves anybody."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from tests.databases import find_free_port

WORK_SECONDS = 0.04  # a real server takes its time: enough for a kill, or another worker, to fall in between
PATIENCE_SECONDS = 15.0


@dataclass
class PostOffice:
    """Takes every mail; counts them by id and by address."""

    opens_with: int = 1
    taken: Counter[str] = field(default_factory=Counter)
    addresses: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    _here: int = 0
    _is_open: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        """Take a mail, once so many hold one out at the same moment."""
        self._here += 1
        self.most_at_once = max(self.most_at_once, self._here)
        if self._here >= self.opens_with:
            self._is_open.set()
        await asyncio.wait_for(self._is_open.wait(), PATIENCE_SECONDS)
        await asyncio.sleep(WORK_SECONDS)
        self._here -= 1
        self.taken[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        self.addresses.update(envelope.rcpt_tos)
        return "250 taken"


@contextmanager
def open_post_office(opens_with: int = 1) -> Iterator[tuple[PostOffice, dict[str, str]]]:
    """Give a mail server and a worker's settings for it, until the block ends."""
    office, port = PostOffice(opens_with), find_free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings = {"host": "127.0.0.1", "port": str(port), "from": "news@example.org", "starttls": "off"}
    try:
        yield office, {f"smtp_{name}": value for name, value in settings.items()}
    finally:
        controller.stop()
