"""The public site as people meet it: a visitor with a browser, and a scene of people who have asked before.

A scene is made once and copied for every test: the app is shared, the database is each test's own.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.holders import Role
from portal.journal import find_journal_file
from portal.store.work import Store
from portal.web.public_app import create_public_app
from portal.wiring import DeskPortal, PublicPortal, wire_desk, wire_public
from tests.builders import (
    AMIRAS_PAGES,
    BENS_PAGES,
    MONDAY,
    MovableClock,
    PortalData,
    Referred,
    Typed,
    change_pages,
    prepare_portal_data,
    refer,
)
from tests.senders import DEES_PAGES, PATS_PAGES
from tests.web.reading import Page

COOKIE = "v"
# Sana: abused by her partner, looks here and wants no contact; everything is stricter.
SANAS_PAGES = change_pages(
    BENS_PAGES,
    what={"harm": ["domestic_abuse"]},
    name={"name": ["Sana"]},
    where={"place": ["LS1"]},
    phrase={"check_phrase": ["the blue gate"]},
)


@dataclass(repr=False)
class Visitor:
    """Somebody with a browser; remembers every address it asked for or was sent to."""

    client: FlaskClient
    lang: str = "en"
    addresses: list[str] = field(default_factory=list)

    @property
    def cookie(self) -> str:
        """What the browser keeps for the site; empty when it keeps nothing."""
        kept = self.client.get_cookie(COOKIE)
        return kept.value if kept else ""

    def take_cookie(self, value: str) -> None:
        """Put a cookie into the browser, such as one copied before."""
        self.client.set_cookie(COOKIE, value, httponly=True)

    def path(self, part: str) -> str:
        """Return the whole path of a place of the visitor's language; one that begins with / is whole already."""
        return part if part.startswith("/") else f"/{self.lang}/{part}"

    def ask(self, part: str, **headers: str) -> TestResponse:
        """Ask for one address and follow nothing; headers in Python's spelling."""
        return self._note(self.client.get(self.path(part), headers=_spell(headers)))

    def look(self, part: str) -> Page:
        """Ask for an address and follow to the page that it leads to."""
        answer = self.ask(part)
        while answer.status_code in {301, 302, 303, 308}:
            answer = self.ask(answer.headers["Location"])
        return Page(answer.get_data(as_text=True), answer.status_code, urlsplit(self.addresses[-1]).path)

    def send(
        self, part: str, fields: Mapping[str, object] | None = None, *, at: str = "", **headers: str
    ) -> TestResponse:
        """Press the button of a form: its token comes from the page `at`, the form's own address when not given."""
        token = self.look(at or part).token
        return self.post(part, {**(fields or {}), "csrf_token": token}, **headers)

    def post(self, part: str, fields: Mapping[str, object], **headers: str) -> TestResponse:
        """Post fields as they are, with no token but one among them."""
        return self._note(self.client.post(self.path(part), data=dict(fields), headers=_spell(headers)))

    def go_on(self, part: str, fields: Mapping[str, object] | None = None, *, at: str = "") -> Page:
        """Press the button of a form and follow to the page that comes."""
        answer = self.send(part, fields, at=at)
        assert answer.status_code == 303, answer.status
        return self.look(answer.headers["Location"])

    def fill_in(self, pages: Mapping[str, Typed], until: str = "check") -> Page:
        """Begin a form and answer page after page, until the address ends so."""
        page = self.go_on("refer")
        while not page.address.endswith(f"/{until}"):
            page = self.go_on(page.address, pages[page.address.rsplit("/", 1)[1]])
        return page

    def open_page(self, code: str) -> Page:
        """Open a page with a code; the page that comes may be the entry again."""
        return self.go_on("status", {"code": code})

    def _note(self, answer: TestResponse) -> TestResponse:
        self.addresses += [answer.request.full_path.rstrip("?")]
        self.addresses += [answer.headers["Location"]] if "Location" in answer.headers else []
        return answer


@dataclass(frozen=True, repr=False)
class Scene:
    """The site and its people: Amira and Ben as ever, Sana after abuse; and forms filled in but not yet sent."""

    app: Flask
    portal: PublicPortal
    clock: MovableClock
    data: PortalData
    amira: Referred
    ben: Referred
    sana: Referred
    drafts: Mapping[str, str]

    def visitor(self, lang: str = "en", cookie: str = "") -> Visitor:
        """Return somebody who comes for the first time, or with a cookie from before."""
        visitor = Visitor(self.app.test_client(), lang)
        if cookie:
            visitor.take_cookie(cookie)
        return visitor

    def with_draft(self, name: str = "amira") -> Visitor:
        """Return somebody whose form is filled in and waits to be sent."""
        return self.visitor(cookie=self.drafts[name])

    def wire_desk(self) -> DeskPortal:
        """Return the desk over the same database and clock."""
        return wire_desk(self.data.settings(Role.DESK), self.clock)


def make_scene(folder: Path, database_url: str) -> Scene:
    """Make the site on a database, with everybody in it."""
    data = prepare_portal_data(folder / "var", database_url)
    clock = MovableClock()
    settings = data.settings(Role.PUBLIC)
    portal = wire_public(settings, clock)
    app = create_public_app(settings)
    wired, app.extensions["portal"] = app.extensions["portal"], portal
    amira, ben, sana = (refer(portal.side, pages) for pages in (AMIRAS_PAGES, BENS_PAGES, SANAS_PAGES))
    scene = Scene(app, portal, clock, data, amira, ben, sana, drafts={})
    drafts = {}
    dees = change_pages(DEES_PAGES, what={"harm": ["violence"]})  # what is after abuse shows neutral titles
    for name, pages in (("amira", AMIRAS_PAGES), ("sana", SANAS_PAGES), ("dee", dees), ("pat", PATS_PAGES)):
        visitor = scene.visitor()
        visitor.fill_in(pages)
        drafts[name] = visitor.cookie
    for each in (wired, portal):
        each.side.store.close()  # so that the file is whole and may be copied
    return replace(scene, drafts=drafts)


def copy_scene(made: Scene, folder: Path) -> Scene:
    """Return the scene over a copy of its SQLite database, as it was at the beginning."""
    before = made.data.database_url.removeprefix("sqlite+pysqlite:///")
    url = f"sqlite+pysqlite:///{shutil.copy(before, folder / 'scene.db')}"
    made.clock.at = MONDAY
    find_journal_file(made.data.data_dir, Role.DESK).unlink(missing_ok=True)  # it knows of a newer state
    side = replace(made.portal.side, store=Store(url))
    portal = replace(made.portal, side=side)
    made.app.extensions["portal"] = portal
    return replace(made, portal=portal, data=replace(made.data, database_url=url))


def _spell(headers: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    return [(name.replace("_", "-"), value) for name, value in headers.items()]
