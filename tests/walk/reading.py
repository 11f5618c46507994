"""Walks through what people read: content pages, the part after abuse, ways to ring or write, ways out, error pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from portal.domain.errors import TooMany, Unavailable
from portal.holders import Role
from portal.store.services import NATIONAL
from portal.web.led import TOLD
from portal.web.public.contact import WaysIn
from portal.web.public.leaflets import KINDS
from portal.web.public_app import create_public_app
from portal.wiring import PublicPortal
from tests.builders import AMIRAS_PAGES, sign_told
from tests.walk.album import Walker
from tests.walk.visitor import Walking, arrive
from tests.web.reading import Page
from tests.web.scene import Scene, Visitor

BROWSER = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Site": "same-origin"}
LONG_NAME = "Gwasanaeth Gwrando Gogledd-orllewin"
TYPED = {"nothing typed": "", "found": "re:hub", "danger": "999", "nothing found": "qqqqqqq"}
PHONE, HOURS, ADDRESS = "01632 960 003", "Monday to Friday, 9 to 5", "PO Box 1\nSampletown"


def walk_pages(walker: Walker, scene: Scene) -> None:
    """See every page that an editor wrote, and one that is past its date."""
    visitor, library = arrive(scene, walker.lang), scene.portal.library
    for slug in library.list_slugs():
        walker.see(slug, visitor.look("" if slug == "home" else slug))
    for word in library.list_information():
        walker.see(f"information, {word}", visitor.look("information" if word == "index" else f"information/{word}"))
    for name in library.list_easy():
        walker.see(f"easy, {name}", visitor.look(f"easy/{name}"))
    for name in KINDS:
        walker.see(f"leaflet, {name}", visitor.look(f"leaflet/{name}"))
    walker.see("for re:hub's developers", visitor.look("for-rehub-developers"))
    scene.clock.move(days=400)
    walker.see("past its date", visitor.look("what-it-is"))
    walker.see("discreet", visitor.go_on("discreet", {"on": visitor.path("what-it-is")}))


def walk_ways(walker: Walker, scene: Scene) -> None:
    """See how to ring or write as it is told, and when the numbers cannot be read; the neutral page; the search."""
    visitor, app = arrive(scene, walker.lang), scene.app
    with in_place_of(app.extensions, "ways_in", WaysIn(scene.portal.side, lambda: 0.0)):
        enrol(scene)
        walker.see("services that can be rung", visitor.look("contact"))
    with in_place_of(app.extensions, "ways_in", NoWaysIn()):
        walker.see("services that cannot be read", visitor.look("contact"))
    walker.see("neutral", see_by_wish(visitor, "/neutral"))
    for name, typed in TYPED.items():
        walker.see(f"search, {name}", visitor.look(f"search?q={typed}"))
    walker.see("changes", visitor.look("changes"))


def walk_named(walker: Walker, scene: Scene) -> None:
    """See a copy that is in use, has a long name and counts tries."""
    enrol(scene)
    told = {"PORTAL_SITE_NAME": LONG_NAME, "PORTAL_RATE_LIMITS": "on"}
    app = create_public_app(scene.data.settings(Role.PUBLIC, **told))
    wired: PublicPortal = app.extensions["portal"]
    app.extensions["portal"] = replace(wired, side=replace(wired.side, clock=scene.clock))
    visitor = Walking(app.test_client(), walker.lang)
    for part in ("", "get-help-now", "contact", "refer", "status"):
        walker.see(f"a long name: {part or 'home'}", visitor.look(part))
    walker.see("a long name: check", visitor.fill_in(AMIRAS_PAGES))
    walker.see("sent within seconds", visitor.go_on("refer/check"))
    scene.clock.move(minutes=5)
    walker.see("a long name: sent", visitor.go_on("refer/check"))
    wired.side.store.close()


def walk_errors(walker: Walker, scene: Scene) -> None:
    """See what each status says, after a form and in place of a page."""
    visitor = arrive(scene, walker.lang, scene.drafts["amira"])
    for status in sorted(TOLD):
        walker.see(f"{status}", visitor.look(f"again/{status}"))
    walker.see("start again", visitor.look("again"))
    walker.see("404 in place of a page", visitor.look("nothing-here"))
    walker.see("404 outside the languages", see_by_wish(visitor, "/nothing/here/at/all"))
    views = scene.app.view_functions
    for error in (RuntimeError("broken"), Unavailable("away"), TooMany(7200), TooMany(90)):
        name = f"{type(error).__name__} {getattr(error, 'retry_after_seconds', '')}".strip()
        with in_place_of(views, "referral.answer", raises(error)):
            led = visitor.send("refer/name", {"name": "x"}, **BROWSER)
            walker.see(f"{name}, after a form", visitor.look(led.headers["Location"]))
            flood = visitor.send("refer/name", {"name": "x"})
        with in_place_of(views, "referral.start", raises(error)):
            walker.see(f"{name}, in place of a page", visitor.look("refer"))
    walker.see("a flood, told without templates", Page(flood.text, flood.status_code, visitor.path("refer/name")))
    see_kept_words(walker, scene)


def see_kept_words(walker: Walker, scene: Scene) -> None:
    """See what is said when a message could not be sent and is kept."""
    visitor = arrive(scene, walker.lang)
    visitor.open_page(scene.amira.code)
    with in_place_of(scene.app.view_functions, "status.send_message", raises(Unavailable("away"))):
        led = visitor.send("status/message", {"words": "Hello"}, at="status", **BROWSER)
        walker.see("Unavailable, words kept", visitor.look(led.headers["Location"]))


def see_by_wish(visitor: Visitor, path: str) -> Page:
    """Return the page of an address without a language, in the one that the visitor's browser asks for."""
    answer = visitor.ask(path, Accept_Language=visitor.lang)
    return Page(answer.get_data(as_text=True), answer.status_code, path)


class NoWaysIn:
    """Stands in for the list of services while the database is away."""

    def list_now(self) -> None:
        """Know nothing."""


def enrol(scene: Scene) -> None:
    """End the trial: the national service has filled in how to reach it, a second one cannot be trusted."""
    with scene.portal.side.store.work() as work:
        national = work.services.get(NATIONAL)
        told = replace(national, is_trial=False, phone=PHONE, hours=HOURS, postal_address=ADDRESS)
        work.services.save(sign_told(scene.data, told))
        bare = replace(national, service_id="calder", name="Calder", is_trial=False, phone="", postal_address="")
        work.services.save(bare, ["west-yorkshire", "kent"])  # it has not signed what it tells


@contextmanager
def in_place_of(things: dict[str, Any], name: str, thing: object) -> Iterator[None]:
    """Put another thing into a place until the block ends."""
    before = things[name]
    things[name] = thing
    try:
        yield
    finally:
        things[name] = before


def raises(error: Exception) -> Callable[..., Any]:
    """Return a view that raises."""

    def view(*_given: object, **_values: object) -> Any:
        raise error

    return view
