"""The words of notices in every language: none tells, names or links; and a sender that would tell is refused."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from portal.domain.notices import Event, Words
from portal.domain.questions import QUESTIONS
from portal.holders import Role
from portal.settings import ROOT, SettingsFault
from portal.texts.front_matter import ContentFault
from portal.texts.languages import OFFERED
from portal.texts.notices import Notices, list_faults, list_telling, load_telling
from portal.wiring import wire_worker
from tests.builders import PortalData

WORDINGS = QUESTIONS["wording"].options
CODES = [language.code for language in OFFERED]
CATALOGUES = ROOT / "build" / "catalogues"
# What no notice may tell, as somebody might write it in each language. A new language needs a line of its own.
TOLD: Mapping[str, str] = {
    "en": "justice|victim|crime|abuse|police|prison|offender|restorative|case|court|RJ|probation|attack",
    "cy": "cyfiawnder|dioddefwr|trosedd|camdriniaeth|heddlu|carchar|troseddwr|adferol|achos|llys|prawf|ymosodiad",
    "ar": "العدالة|ضَحِيّة|الجريمة|الإساءة|الشرطة|السجن|الجاني|التصالحية|القضية|المحكمة|اعـتداء|بوليس|mahkama|shurta",
}


@pytest.fixture
def notices() -> Notices:
    return Notices(CATALOGUES)


@pytest.mark.parametrize(("code", "wording"), [*product(CODES, WORDINGS)])
def test_no_wording_tells_names_or_links(notices: Notices, code: str, wording: str) -> None:
    words = notices.for_person(code, wording)
    assert list_faults(words) == []
    assert "Heard" not in words.subject + words.body


def test_all_words_to_people_in_all_languages_are_looked_at(notices: Notices) -> None:
    assert list(notices.list_all_faults()) == []
    assert list(Notices(ROOT / "nowhere").list_all_faults()) == [], "the English words, then, in place of all"


class Telling(gettext.NullTranslations):
    """A catalogue that somebody spoilt."""

    def gettext(self, message: str) -> str:
        return f"{message} (heddlu)"


def test_a_translation_that_tells_never_leaves(notices: Notices, caplog: pytest.LogCaptureFixture) -> None:
    """English leaves in its place, the operator reads of it, and the check names it."""
    notices._loaded["cy"] = Telling()
    with caplog.at_level(logging.ERROR):
        assert notices.for_person("cy", "news") == notices.for_person("en", "news")
    assert "in cy may not leave" in caplog.text
    assert {(code, fault) for code, _, fault in notices.list_all_faults()} == {("cy", "tells: eddlu")}


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x" * 71, "See https://a.invalid", "See www.a", "Look at here.example", "Ring 999", "To a@b"),
        *("Hello %(name)s", "RJ-ABCD-EFGH", "Your c\u00adase", "Y VICTÎM", "رقم ٩"),
    ],
)
def test_the_lint_refuses_links_numbers_names_and_nothing(text: str) -> None:
    assert list_faults(Words(text, "There is something new for you.", "en"))
    assert list_faults(Words("There is something new for you.", text, "en"))


@pytest.mark.parametrize("code", CODES)
def test_every_language_knows_the_words_that_tell_most(code: str) -> None:
    missed = [word for word in TOLD[code].split("|") if not list_telling(f"There is news ({word}) today")]
    assert missed == []


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
