"""The sites with limits on, over the scene; every slow hash is counted, and a visitor comes from an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask

from portal.casework.turns import Turns
from portal.holders import Role
from portal.web.public_app import create_public_app
from tests.web.scene import Scene, Visitor


class CountedTurns(Turns):
    """Turns that remember how many were taken."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    @contextmanager
    def take(self) -> Iterator[None]:
        """Take a turn and count it."""
        self.taken += 1
        with super().take():
            yield


@dataclass(frozen=True, slots=True)
class LimitedSite:
    """The public site with limits on."""

    app: Flask
    turns: CountedTurns
    codes: Iterator[str] = field(default_factory=lambda: (f"{number:020}" for number in range(10**6)))

    def visitor(self, address: str, cookie: str = "") -> Visitor:
        """Return somebody who comes from an address."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        visitor = Visitor(client)
        if cookie:
            visitor.take_cookie(cookie)
        return visitor


MakeSite = Callable[..., LimitedSite]


@pytest.fixture
def make_site(scene: Scene) -> Iterator[MakeSite]:
    """Give what makes the site over the scene, with more settings."""
    made: list[Any] = []

    def make(**more: str) -> LimitedSite:
        app = create_public_app(scene.data.settings(Role.PUBLIC, **{"PORTAL_RATE_LIMITS": "on", **more}))
        turns = CountedTurns()
        portal = app.extensions["portal"]
        side = replace(portal.side, clock=scene.clock, turns=turns)
        app.extensions["portal"] = replace(portal, side=side)
        made.append(side.store)
        return LimitedSite(app, turns)

    yield make
    for store in made:
        store.close()


@pytest.fixture
def site(make_site: MakeSite) -> LimitedSite:
    """Give the site with limits on."""
    return make_site()
