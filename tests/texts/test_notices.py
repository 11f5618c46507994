"""The words of notices in every language: none tells, names or links; and a sender that would tell is refused."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from portal.domain.notices import Event
from portal.domain.questions import QUESTIONS
from portal.holders import Role
from portal.settings import ROOT, SettingsFault
from portal.texts.front_matter import ContentFault
from portal.texts.languages import OFFERED
from portal.texts.notices import Notices, list_telling, load_telling
from portal.wiring import wire_worker
from tests.builders import PortalData

WORDINGS = QUESTIONS["wording"].options
CODES = [language.code for language in OFFERED]
LINK_OR_NUMBER = re.compile(r"https?:|www\.|[a-z]\.[a-z]{2}|\d|@|RJ-", re.IGNORECASE)


@pytest.fixture
def notices() -> Notices:
    return Notices(ROOT / "build" / "catalogues")


@pytest.mark.parametrize(("code", "wording"), [*product(CODES, WORDINGS)])
def test_no_wording_tells_names_or_links(notices: Notices, code: str, wording: str) -> None:
    words = notices.for_person(code, wording)
    for text in (words.subject, words.body):
        assert list_telling(text) == []
        assert not LINK_OR_NUMBER.search(text)
        assert "Heard" not in text
        assert 0 < len(text) <= 70


@pytest.mark.parametrize("code", CODES)
def test_each_wording_is_another_and_in_the_language(notices: Notices, code: str) -> None:
    words = [notices.for_person(code, wording) for wording in WORDINGS]
    assert len({each.body for each in words}) == len(WORDINGS)
    assert {each.language for each in words} == {code}


def test_a_language_that_is_not_offered_gets_english(notices: Notices) -> None:
    assert notices.for_person("xx", "news").body == notices.for_person("en", "news").body


@pytest.mark.parametrize("event", [Event.STAFF_ALERT, Event.STAFF_DIGEST])
def test_staff_read_nothing_of_any_case(notices: Notices, event: Event) -> None:
    words = notices.for_staff(event)
    assert list_telling(words.subject + words.body) == []


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_a_list_of_telling_words(code: str) -> None:
    """A new language is not offered before somebody has written its list."""
    assert len(load_telling(ROOT / "content")[code]) > 20


def test_a_language_without_its_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentFault, match=r"telling\.txt"):
        load_telling(tmp_path)


def test_the_lint_finds_what_tells() -> None:
    assert list_telling("Your Victim Support case") == ["case", "victim"]
    assert list_telling("موعدك في المحكمة") == ["محكمة"]
    assert list_telling("Eich apwyntiad gyda'r heddlu yng Nghaerdydd") == ["eddlu"]


@pytest.mark.parametrize(
    "more",
    [
        {"PORTAL_SITE_NAME": "Restorative Leeds"},
        {"PORTAL_SMTP_FROM": "news@leeds.police.example"},
    ],
)
def test_a_worker_with_a_sender_that_tells_does_not_start(sqlite_portal_data: PortalData, more: dict[str, str]) -> None:
    mail = {"PORTAL_SMTP_HOST": "mail.example", "PORTAL_SMTP_FROM": "news@post.example"}
    wire_worker(sqlite_portal_data.settings(Role.WORKER, **mail)).store.close()
    with pytest.raises(SettingsFault):
        wire_worker(sqlite_portal_data.settings(Role.WORKER, **{**mail, **more}))
