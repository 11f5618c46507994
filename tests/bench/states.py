"""Every page and state that can be reached, as the HTML that is sent: by following links and pressing every button.

Goes over scenes of its own in this process, in every language; a button is pressed with nothing typed, so that pages
with mistakes are seen too. Knows no page by name but where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from portal.casework.staff import NewStaff
from portal.settings import Role
from portal.store.migrations import upgrade
from portal.store.staff import Role as StaffRole
from portal.texts.languages import OFFERED
from portal.web.desk_app import create_desk_app
from tests.builders import add_staff
from tests.web.desk.visitor import Visitor as DeskVisitor
from tests.web.reading import Page
from tests.web.scene import Scene, copy_scene, make_scene

NEVER_FOLLOWED = ("/leave", "/static/", "/sign-out")
LAST = ("delete", "close", "lock", "end", "erase", "off", "sent", "sign-out")  # buttons after which others are gone
NO_PAGE = re.compile(r"\b(machines|rehub)\.|\.leave$|^static$")
DIGITS = re.compile(r"/[0-9a-f]{16,}\b|/[\w-]{60,}\b")


@dataclass
class Walk:
    """What was seen so far: name -> HTML, and which views drew it."""

    pages: dict[str, str] = field(default_factory=dict)
    views: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    alike: set[str] = field(default_factory=set)  # addresses that everybody reads alike

    def go(self, app: Flask, client: FlaskClient, who: str, start: str) -> None:
        """Follow every link from an address on, then press every button that was seen."""
        queue, seen = [start], {start}
        buttons: dict[str, tuple[str, str]] = {}
        while queue:
            page = self.look(app, client, who, queue.pop(0))
            for address in _list_links(page):
                if address not in seen | self.alike and not address.startswith(NEVER_FOLLOWED):
                    seen.add(address)
                    queue.append(address)
            for action in _list_actions(page):
                buttons.setdefault(action, (page.address, action))
        for at, action in sorted(buttons.values(), key=lambda each: each[1].endswith(LAST)):
            token = self.look(app, client, who, at).token
            self.take(app, client, f"{who}, after {_name(action)}", "POST", action, {"csrf_token": token})

    def look(self, app: Flask, client: FlaskClient, who: str, address: str) -> Page:
        """Look at an address and wherever it leads."""
        return self.take(app, client, who, "GET", address)

    def take(
        self, app: Flask, client: FlaskClient, who: str, method: str, address: str, fields: dict[str, str] | None = None
    ) -> Page:
        """Ask, follow, and keep the page that comes under the name of who saw it and where."""
        answer = client.open(address, method=method, data=fields)
        while answer.status_code in {301, 302, 303, 308} and answer.headers["Location"].startswith("/"):
            self._note_view(app, address)
            address = answer.headers["Location"]
            answer = client.get(address)
        page = Page(answer.get_data(as_text=True), answer.status_code, urlsplit(address).path)
        if answer.mimetype == "text/html" and answer.status_code not in {204, 301, 302, 303}:
            self._note_view(app, address)
            if "Cookie" not in answer.headers.get("Vary", ""):
                self.alike.add(address)
            if page.without_tokens() not in self.bodies:
                self.bodies.add(page.without_tokens())
                self.pages.setdefault(f"{who}: {_name(address)} ({answer.status_code})", page.html)
        return page

    def _note_view(self, app: Flask, address: str) -> None:
        try:
            endpoint, _ = app.url_map.bind("localhost").match(urlsplit(address).path)
        except HTTPException:
            return
        self.views.add(f"{app.name} {endpoint}")


def walk_everything(folder: Path) -> Walk:
    """Walk both sites; return what was seen."""
    (folder / "made").mkdir()
    database = folder / "made" / "made.db"
    upgrade(f"sqlite+pysqlite:///{database}")
    made, walk = make_scene(folder / "made", f"sqlite+pysqlite:///{database}"), Walk()
    for language in OFFERED:
        for who, address, begin in _list_visitors(language.code):
            place = folder / f"{language.code} {who}".replace("/", " ")
            place.mkdir()
            scene = copy_scene(made, place)
            walk.go(scene.app, begin(scene), f"{language.code}, {who}", address)
            scene.portal.side.store.close()
    _walk_desk(walk, made, folder)
    return walk


def list_unseen(walk: Walk, *apps: Flask) -> list[str]:
    """List the views that answer with a page and were not seen."""
    return sorted(
        f"{app.name} {rule.endpoint}"
        for app in apps
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not NO_PAGE.search(rule.endpoint)
        if f"{app.name} {rule.endpoint}" not in walk.views
    )


def _list_visitors(lang: str) -> Iterator[tuple[str, str, Callable[[Scene], FlaskClient]]]:
    """List who comes, where they begin, and how they get there."""

    def open_page(scene: Scene, person: str) -> FlaskClient:
        visitor = scene.visitor(lang)
        visitor.open_page(getattr(scene, person).code)
        return visitor.client

    def begin_form(scene: Scene) -> FlaskClient:
        visitor = scene.visitor(lang)
        visitor.go_on("refer")
        return visitor.client

    led = ("nothing-here", "again", "again/413", "again/500", "wait", "open/a-link", "refer/kept", "refer/without")
    for address in ("/", "/neutral", *(f"/{lang}/{part}" for part in led)):
        yield f"at {address}", address, lambda scene: scene.visitor(lang).client
    yield "beginning", f"/{lang}/refer/steps", begin_form
    yield "with a form", f"/{lang}/refer/check", lambda scene: scene.with_draft("amira").client
    yield "with a form after abuse", f"/{lang}/refer/check", lambda scene: scene.with_draft("sana").client
    yield "with a page", f"/{lang}/status", lambda scene: open_page(scene, "amira")
    yield "with a page after abuse", f"/{lang}/status", lambda scene: open_page(scene, "sana")


def _walk_desk(walk: Walk, made: Scene, folder: Path) -> None:
    for name, role in (("Fay", StaffRole.FACILITATOR), ("Sam", StaffRole.SUPERVISOR)):
        place = folder / f"desk-{name}"
        place.mkdir()
        scene = copy_scene(made, place)
        data = replace(scene.data, data_dir=scene.data.data_dir)
        app = create_desk_app(data.settings(Role.DESK), clock=scene.clock)
        side = app.extensions["portal"].side
        account = add_staff(side, NewStaff(f"{name.lower()}@desk.invalid", name, role))
        stranger, visitor = DeskVisitor(app, scene.clock), DeskVisitor(app, scene.clock)
        for address in ("/sign-in", "/not-sent", "/wait", "/again/413", "/nothing-here"):
            walk.go(app, stranger.client, "desk, before signing in", address)
        visitor.sign_in(account)
        walk.go(app, visitor.client, f"desk, {role}", "/")
        side.store.close()
        scene.portal.side.store.close()


def _list_links(page: Page) -> Iterator[str]:
    for each in page.list_tags("a"):
        address = each.get("href", "")
        if address.startswith("/") and not address.startswith("//"):
            yield address.partition("#")[0]
    asking = [each.get("action") or page.address for each in page.list_tags("form") if each.get("method") == "get"]
    chosen = [each["name"] for each in page.list_tags("select") if "name" in each]
    for action in asking:
        for name in chosen:
            yield from (f"{action}?{name}={each['value']}" for each in page.list_tags("option") if each.get("value"))


def _list_actions(page: Page) -> Iterator[str]:
    for each in page.list_tags("form"):
        if each.get("method") == "post":
            yield each.get("action") or page.address
    for each in page.list_tags("button"):
        if each.get("formaction"):
            yield each["formaction"]


def _name(address: str) -> str:
    """Return an address without what is one person's alone."""
    return DIGITS.sub("/…", address.partition("?")[0])
