"""Mails to re:hub: English, and Welsh below it where there is any; nothing in them but what they were given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from portal.domain.stages import Stage
from portal.domain.updates import Update, WaitingFor
from portal.texts.library import Library
from portal.texts.rehub_mail import RehubMail
from portal.texts.rehub_words import CHASER, CHASER_SUBJECT, WAITING_CHOICES
from portal.wiring import CONTENT

REFERENCE, UNTIL = "RJ-AAAA-2222", date(2026, 12, 14)
ADDRESS = "https://site.example/rehub/x"
WELSH = {CHASER_SUBJECT: "ble mae hyn?", CHASER: "%(reference)s hyd %(until)s: %(address)s"}


def make_mail(folder: Path, welsh: dict[str, str]) -> RehubMail:
    """Return mails with a catalogue of a few Welsh words."""
    catalogue = Catalog(locale="cy")
    for english, words in welsh.items():
        catalogue.add(english, words)
    place = folder / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    return RehubMail(folder, Library(CONTENT))


def test_a_chaser_asks_in_both_languages_each_with_a_link_of_its_language(tmp_path: Path) -> None:
    words = make_mail(tmp_path, WELSH).for_chaser(REFERENCE, ADDRESS, UNTIL)
    english, welsh = words.body.split("* * *")
    assert words.subject == "RJ-AAAA-2222: where does this stand? / ble mae hyn?"
    assert f"{ADDRESS}\n" in english
    assert "14 December 2026" in english
    assert welsh.strip() == f"{REFERENCE} hyd 14 Rhagfyr 2026: {ADDRESS}?lang=cy"


def test_without_welsh_the_english_is_not_said_twice(tmp_path: Path) -> None:
    words = make_mail(tmp_path, {}).for_chaser(REFERENCE, ADDRESS, UNTIL)
    assert words.subject == "RJ-AAAA-2222: where does this stand?"
    assert words.body.count(REFERENCE) == 1


def test_an_echo_repeats_every_field_and_says_whom_to_tell(tmp_path: Path) -> None:
    told = Update(Stage.APPROVAL_BOARD, date(2026, 11, 20), "rehub", date(2026, 12, 4), WaitingFor.PANEL)
    words = make_mail(tmp_path, {}).for_echo(REFERENCE, told, date(2026, 11, 23), None).body
    for said in (REFERENCE, "With the board", "20 November 2026", "4 December 2026", "A meeting of the panel"):
        assert said in words
    assert "On 23 November 2026" in words
    assert "Please tell the local service today" in words


def test_every_code_but_the_one_that_is_never_told_has_words() -> None:
    assert set(WAITING_CHOICES) == set(WaitingFor) - {WaitingFor.PERSON}
