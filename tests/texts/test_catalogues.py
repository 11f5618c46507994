"""Translations are checked, compiled when they changed, and left alone when they did not."""

import gettext
from pathlib import Path

import pytest

from portal.texts.catalogues import CatalogueFault, CatalogueReport, compile_catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: pl\\n"\n'
PLURALS = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"\n'


class Workshop:
    """A translations folder with one Polish file, and a build folder."""

    def __init__(self, folder: Path) -> None:
        self.po = folder / "translations" / "pl" / "LC_MESSAGES" / "messages.po"
        self.po.parent.mkdir(parents=True)
        self.translations, self.build = folder / "translations", folder / "build"

    def write(self, entries: str) -> None:
        self.po.write_text(f"{HEAD}{PLURALS}\n{entries}\n", encoding="utf-8")

    def compile(self) -> CatalogueReport:
        (report,) = compile_catalogues(self.translations, self.build)
        return report


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_a_compiled_catalogue_gives_the_translation(workshop: Workshop) -> None:
    workshop.write('msgid "Leave this site"\nmsgstr "Opuść tę stronę"')
    report = workshop.compile()
    assert report.path == workshop.build / "catalogues" / "pl" / "LC_MESSAGES" / "messages.mo"
    loaded = gettext.translation("messages", workshop.build / "catalogues", ["pl"])
    assert loaded.gettext("Leave this site") == "Opuść tę stronę"


def test_a_fresh_catalogue_is_left_alone_and_a_changed_one_is_not(workshop: Workshop) -> None:
    workshop.write('msgid "Yes"\nmsgstr "Tak"\n\nmsgid "No"\nmsgstr ""')
    first = workshop.compile()
    written = first.path.stat().st_mtime_ns
    again = workshop.compile()
    assert (first.was_compiled, again.was_compiled) == (True, False)
    assert again.path.stat().st_mtime_ns == written
    assert (again.translated, again.untranslated) == (1, ("No",))
    workshop.write('msgid "Yes"\nmsgstr "Owszem"')
    assert workshop.compile().was_compiled


def test_what_is_shown_in_english_is_reported(workshop: Workshop) -> None:
    workshop.write('msgid "Yes"\nmsgstr ""\n\n#, fuzzy\nmsgid "No"\nmsgstr "Może"')
    report = workshop.compile()
    assert (report.translated, report.untranslated, report.unsure) == (0, ("Yes",), ("No",))
    assert gettext.translation("messages", workshop.build / "catalogues", ["pl"]).gettext("No") == "No"


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "By %(day)s"\nmsgstr "Do %(dnia)s"',
        'msgid "By %(day)s"\nmsgstr "Do jutra"',
        'msgid "Tomorrow"\nmsgstr "Do %(day)s"',
        'msgid "Half"\nmsgstr "50% reszty"',
        'msgid "%(num)s day of %(all)s"\nmsgid_plural "%(num)s days of %(all)s"\n'
        'msgstr[0] "%(num)s dzień"\nmsgstr[1] "%(num)s dni z %(all)s"\nmsgstr[2] "%(num)s dni z %(all)s"',
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s dzień"\nmsgstr[1] "%(num)s dni"',
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "%(num)s dzień"\nmsgstr[1] ""\nmsgstr[2] "%(num)s dni"',
    ],
)
def test_a_translation_that_would_break_a_page_fails_with_file_and_words(workshop: Workshop, entry: str) -> None:
    workshop.write(entry)
    with pytest.raises(CatalogueFault) as caught:
        workshop.compile()
    assert caught.value.path == workshop.po
    assert caught.value.msgid == entry.split('"')[1]
    assert not (workshop.build / "catalogues" / "pl").exists()


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "%(a)s by %(b)s"\nmsgstr "%(b)s: %(a)s, %(a)s"',
        'msgid "Half"\nmsgstr "50%% reszty"',
        'msgid "One day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "Jeden dzień"\nmsgstr[1] "%(num)s dni"\nmsgstr[2] "%(num)s dni"',
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "jeden dzień"\nmsgstr[1] "%(num)s dni"\nmsgstr[2] "%(num)s dni"',
        'msgctxt "button"\nmsgid "Leave"\nmsgstr "Wyjdź"\n\nmsgctxt "holiday"\nmsgid "Leave"\nmsgstr "Urlop"',
    ],
)
def test_a_translation_may_order_and_count_as_its_language_does(workshop: Workshop, entry: str) -> None:
    workshop.write(entry)
    assert workshop.compile().translated == entry.count("msgid ")


def test_a_file_that_is_no_catalogue_is_refused_by_name(workshop: Workshop) -> None:
    workshop.po.write_text(f'{HEAD}\nmsgid "Yes"\nnonsense\n', encoding="utf-8")
    with pytest.raises(CatalogueFault, match=r"messages\.po"):
        workshop.compile()


def test_a_language_taken_away_leaves_no_catalogue_behind(workshop: Workshop) -> None:
    workshop.write('msgid "Yes"\nmsgstr "Tak"')
    workshop.compile()
    workshop.po.unlink()
    assert compile_catalogues(workshop.translations, workshop.build) == ()
    assert not (workshop.build / "catalogues" / "pl").exists()
