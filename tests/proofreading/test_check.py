"""The content of this site as the check sees it, and a folder with one of everything wrong in it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest

from portal.proofreading.check import Report, check_content
from portal.proofreading.findings import Finding, Level
from portal.proofreading.translations import check_standing
from portal.texts.library import Library
from portal.web.app import BUILD
from portal.wiring import CONTENT
from tests.languages import LANGS

CATALOGUES = BUILD / "catalogues"
TODAY = date(2026, 11, 23)  # the day of the newest page; a test must not turn red because time goes by
HOME = "en/pages/home.md"
WRONG = {
    HOME: ("It can happen years later.", "It can happen years later, say both sides. [Away](/nowhere)."),
    "en/pages/cookies.md": ("owner: Content editor\n", ""),
    "en/information/care.md": ("title: Specialist help", "title: Specialist help? When?"),
    "cy/pages/home.md": ("translates:", "translates: old\nbefore:"),
    "check.toml": ('"refer", ', ""),
    "areas/services.csv": ("2027-02-22", "2026-01-01"),
    "helplines.toml": ("checked_on = 2026-11-22", "checked_on = 2026-01-01"),
}


@pytest.fixture(scope="module")
def report() -> Report:
    """Give the reading of the content as it is."""
    return check_content(CONTENT, CATALOGUES, TODAY)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Give the reading of a copy in which much is wrong."""
    folder = tmp_path_factory.mktemp("wrong") / "content"
    shutil.copytree(CONTENT, folder)
    for name, (before, after) in WRONG.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert before in text, name
        (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    (folder / "cy" / "pages" / "rehub.md").unlink()
    (folder / "ar" / "pages" / "rehub.md").unlink()
    (folder / "cy" / "pages" / "invented.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    shutil.copy(folder / "en" / "pages" / "contact.md", folder / "ar" / "pages" / "contact.md")
    return check_content(folder, CATALOGUES, TODAY)


def faults(report: Report, lang: str) -> list[Finding]:
    """List what has to be put right in a language."""
    return [each for each in report.findings if each.lang == lang and each.level is Level.FAULT]


@pytest.mark.parametrize("lang", [*LANGS, ""])
def test_nothing_is_to_be_put_right_in_the_content(report: Report, lang: str) -> None:
    """`portal content check` says the same to an editor."""
    assert faults(report, lang) == []


def test_every_page_and_stage_of_every_language_is_read(report: Report) -> None:
    """A check that reads nothing finds nothing."""
    read = {each.place for each in report.measures if each.lang == "en"}
    library = Library(CONTENT)
    pages = {f"pages/{slug}" for slug in library.list_slugs()}
    assert read >= pages | {f"information/{word}" for word in library.list_information()}
    assert len([place for place in read if place.startswith("stages/")]) == 16
    assert all(each.sentences and each.grade is not None for each in report.measures if each.lang == "en")


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("pages/home", "word to avoid"),
        ("pages/home", "link"),
        ("pages/cookies", "owner"),
        ("information/care", "two questions in a heading"),
        ("pages/contact", "link"),
    ],
)
def test_what_is_wrong_in_english_is_found(wrong: Report, place: str, rule: str) -> None:
    """Every one, though others are wrong too."""
    assert (place, rule) in {(each.place, each.rule) for each in wrong.findings if each.lang == "en"}
    assert not wrong.is_fit


def test_what_was_looked_up_long_ago_asks_for_a_look(wrong: Report) -> None:
    """It is no fault: the page itself tells its reader."""
    found = {each.place: each.level for each in wrong.findings if each.rule == "past its date" and not each.lang}
    assert found["helplines.toml"] is found["areas/services.csv"] is Level.WARNING


def test_each_language_is_compared_with_english(wrong: Report) -> None:
    """Welsh is equal to English; what other languages lack is shown in English."""
    of = {standing.lang: standing for standing in wrong.standings}
    welsh, arabic = of["cy"], of["ar"]
    assert "pages/rehub" in set(welsh.missing) & set(arabic.missing)
    assert (welsh.left_over, arabic.untouched) == (("pages/invented",), ("pages/contact",))
    assert {"pages/home"} <= set(welsh.stale)
    levels = {lang: {each.rule: each.level for each in check_standing(of[lang])} for lang in ("cy", "ar")}
    assert (levels["cy"]["missing"], levels["ar"]["missing"]) == (Level.FAULT, Level.WARNING)
    assert levels["cy"]["stale"] is levels["ar"]["untouched"] is levels["cy"]["left over"] is Level.FAULT


def test_a_warning_alone_keeps_nothing_back(report: Report) -> None:
    """A fault does."""
    look = Finding("en", "pages/home", "past its date", "x", Level.WARNING)
    assert replace(report, findings=(look,)).is_fit
    assert not replace(report, findings=(look, replace(look, level=Level.FAULT))).is_fit
