"""The walk goes everywhere: each address of both sites, in each language, and every form is pressed."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.questions import FLOW
from portal.domain.stages import LINE
from portal.holders import Role
from portal.texts.library import Library
from portal.web.desk_app import create_desk_app
from portal.web.led import TOLD, WAITING
from portal.web.public_app import create_public_app
from portal.web.status.request_words import SLUGS
from portal.wiring import CONTENT
from tests.embedded import SettingsOf
from tests.languages import LANGS
from tests.walk.album import DESK, IN_FEWER, PUBLIC, WITHOUT_PAGE, Album


@pytest.fixture(params=[PUBLIC, DESK])
def site_and_app(request: pytest.FixtureRequest, settings_of: SettingsOf) -> tuple[str, Flask]:
    """Give each site."""
    site = str(request.param)
    is_public = site == PUBLIC
    return site, create_public_app(settings_of(Role.PUBLIC)) if is_public else create_desk_app(settings_of(Role.DESK))


def test_every_address_is_walked_in_every_language(album: Album, site_and_app: tuple[str, Flask]) -> None:
    """One that is added to a site fails here until the walk goes there or says why it shows no page."""
    site, app = site_and_app
    walked = {(state.rule, state.lang) for state in album.states if state.site == site}
    langs = LANGS if site == PUBLIC else ["en"]
    shown = [str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    wanted = {(rule, lang) for rule in shown for lang in IN_FEWER.get(rule, langs) if (site, rule) not in WITHOUT_PAGE}
    missing = wanted - walked
    assert not missing


def test_every_form_is_pressed(album: Album, site_and_app: tuple[str, Flask]) -> None:
    """So that what comes after it is looked at too."""
    site, app = site_and_app
    forms = {str(rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    pressed = {rule for of, method, rule in album.pressed if (of, method) == (site, "POST")}
    assert not {rule for rule in forms if (site, rule) not in WITHOUT_PAGE} - pressed


def test_what_shows_no_page_is_an_address_of_ours(settings_of: SettingsOf) -> None:
    """The list of exceptions does not outlive them."""
    apps = {PUBLIC: create_public_app(settings_of(Role.PUBLIC)), DESK: create_desk_app(settings_of(Role.DESK))}
    assert {(site, str(rule)) for site, app in apps.items() for rule in app.url_map.iter_rules()} >= set(WITHOUT_PAGE)


@pytest.mark.parametrize("lang", LANGS)
def test_behind_one_address_every_page_is_walked(album: Album, lang: str) -> None:
    """Every step of the form, request, stage, content page and status of an error."""
    names = " | ".join(f"{state.part}: {state.name}" for state in album.list_of(lang=lang))
    library = Library(CONTENT)
    wanted = [
        *(f"pages: {slug}" for slug in library.list_slugs()),
        *(f"pages: information, {word}" for word in library.list_information()),
        *(f": {step.slug}" for step in FLOW),
        *(f"requests: {slug}?" for slug in SLUGS),
        *(f"requests: after {slug}" for slug in SLUGS),
        *(f"stages: at {stage}" for stage in LINE[1:]),
        *(f"errors: {status}" for status in TOLD),
    ]
    assert not [each for each in wanted if each not in names]
    assert {state.status for state in album.list_of("errors", lang)} >= TOLD | WAITING


def test_a_page_is_in_the_language_that_it_is_walked_in(album: Album) -> None:
    """Else three walks would look at one."""
    public = [state for state in album.states if state.site == PUBLIC]
    assert not [state.label for state in public if f'<html lang="{state.lang}"' not in state.html]
