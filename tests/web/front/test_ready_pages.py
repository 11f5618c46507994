"""The ready pages of the public site: Flask's own words, with no database, for everybody alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import brotli
import pytest
from flask import Flask

from portal.domain.errors import Unavailable
from portal.holders import Role
from portal.store.services import NATIONAL
from portal.store.work import Store
from portal.texts.languages import OFFERED
from portal.web.public.pages import list_addresses
from portal.web.public_app import create_public_app
from portal.web.trial import TrialSign
from tests.eventually import eventually
from tests.web.scene import Scene, Visitor

LANGUAGES = [language.code for language in OFFERED]
OF_OTHERS = {"contact"}  # with what the services have filled in, by a view of its own
OF_A_FORM = {"Content-Length", "Content-Encoding", "Vary"}


def list_pages(scene: Scene) -> tuple[str, ...]:
    """List every address that the front answers with a page."""
    return list_addresses(scene.app, scene.portal.library)


@pytest.fixture
def fresh(scene: Scene) -> Iterator[Visitor]:
    """Give a visitor of a site that has just started, on the scene's database."""
    app = create_public_app(scene.data.settings(Role.PUBLIC))
    yield Visitor(app.test_client())
    app.extensions["portal"].side.store.close()


def test_every_page_is_what_flask_itself_would_say(scene: Scene) -> None:
    """Byte for byte and header for header, in every language; a longer address is always answered by Flask."""
    addresses = list_pages(scene)
    slugs = ["" if slug == "home" else slug for slug in scene.portal.library.list_slugs() if slug not in OF_OTHERS]
    others = ["search", "changes"]  # which are drawn from no page of their own
    assert sorted(addresses) == sorted(f"/{lang}/{slug}" for lang in LANGUAGES for slug in [*slugs, *others])
    for address in addresses:
        ready, own = scene.visitor().ask(address), scene.visitor().ask(f"{address}?x=1", Host="other.invalid")
        assert (ready.status_code, ready.data) == (200, own.data), address
        kept = [each for each in ready.headers if each[0] not in OF_A_FORM]
        assert kept == [each for each in own.headers if each[0] not in OF_A_FORM]
        assert (ready.headers["Vary"], own.headers.get("Vary")) == ("Accept-Encoding", None)
        packed = scene.visitor().ask(address, Accept_Encoding="br")
        assert brotli.decompress(packed.data) == own.data


def test_a_page_is_the_same_for_whoever_is_in_the_middle_of_something(scene: Scene) -> None:
    """A cookie changes nothing, and nothing of it is kept."""
    opened = scene.visitor()
    opened.open_page(scene.amira.code)
    for address in list_pages(scene)[:3]:
        answers = [visitor.ask(address) for visitor in (opened, scene.with_draft(), scene.visitor())]
        assert len({answer.data for answer in answers}) == 1
        assert "Amira" not in answers[0].text


@pytest.mark.parametrize("part", ["refer", "status", "open/x", "refer/name"])
def test_a_page_with_something_of_the_visitors_is_never_compressed(scene: Scene, part: str) -> None:
    """Its length would tell (BREACH); and it says that it depends on the cookie."""
    answer = scene.with_draft().ask(part, Accept_Encoding="br, gzip")
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    assert "Cookie" in answer.headers["Vary"]


def test_ready_pages_do_without_flask_and_without_the_database(fresh: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once made: whoever needs help reads where it is, whatever is broken."""
    before = {part: fresh.ask(part).data for part in ("", "get-help-now", "/")}
    app = fresh.client.application
    monkeypatch.setattr(app, "full_dispatch_request", lambda: pytest.fail("Flask was asked"))
    monkeypatch.setattr(Store, "look", lambda _self: pytest.fail("the database was asked"))
    assert {part: fresh.ask(part).data for part in before} == before


def test_the_database_is_asked_for_the_first_page_alone(fresh: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether this is a trial copy, and which figures there are, is known for a minute; content and help never ask."""
    asked: list[object] = []
    look = Store.look
    monkeypatch.setattr(Store, "look", lambda store: asked.append(store) or look(store))
    for part in ("", "privacy", "get-help-now", "/ar/", "privacy?x", "/"):
        fresh.ask(part)
    assert len(asked) == 2


def test_a_page_is_made_anew_for_a_new_day(scene: Scene) -> None:
    """It says from the day after its date that it is past it, and not before."""
    visitor, words = scene.visitor(), "past the day we meant to check it again"
    last = scene.portal.library.page("en", "privacy").check_again_by
    days = (last - scene.clock.today()).days
    assert words not in visitor.look("privacy").words
    scene.clock.move(days=days)
    assert words not in visitor.look("privacy").words
    scene.clock.move(days=1)
    assert words in visitor.look("privacy").words


class Enrolment:
    """A side whose answer about the trial is set by the test."""

    def __init__(self, scene: Scene) -> None:
        self.side = scene.portal.side
        self.now = 0.0
        self.sign = TrialSign(self.side, lambda: self.now)

    def enrol(self) -> None:
        """Let the national service be enrolled."""
        with self.side.store.work() as work:
            work.services.save(replace(work.services.get(NATIONAL), is_trial=False), [])


def test_the_trial_sign_is_asked_once_a_minute_and_no_page_waits_for_it(scene: Scene) -> None:
    """The first page alone waits; later ones are told in the background."""
    enrolment = Enrolment(scene)
    assert enrolment.sign.is_on()
    enrolment.enrol()
    enrolment.now = 59.0
    assert enrolment.sign.is_on()
    enrolment.now = 60.0
    eventually(lambda: not enrolment.sign.is_on())


def test_the_trial_sign_stays_as_it_was_while_the_database_is_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it was never known: then nobody is promised an answer."""
    enrolment, asked = Enrolment(scene), list[bool]()
    enrolment.enrol()
    assert not enrolment.sign.is_on()

    def fail(_store: object) -> object:
        asked.append(True)
        raise Unavailable("away")

    monkeypatch.setattr(Store, "look", fail)
    enrolment.now = 60.0
    enrolment.sign.is_on()
    eventually(lambda: asked)
    assert not enrolment.sign.is_on()
    assert TrialSign(scene.portal.side, lambda: 0.0).is_on()


def test_ready_pages_follow_the_trial_sign(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page made while nobody answers is not shown once somebody does."""
    is_trial = [True]
    monkeypatch.setattr(TrialSign, "is_on", lambda _self: is_trial[0])
    app: Flask = create_public_app(scene.data.settings(Role.PUBLIC))
    visitor = Visitor(app.test_client())
    said = []
    for state in (True, False, True):
        is_trial[0] = state
        said.append("Trial copy" in visitor.look("privacy").words)
    app.extensions["portal"].side.store.close()
    assert said == [True, False, True]
