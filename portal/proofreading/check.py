"""The whole reading of a folder of content: every page and stage in every language, and the data beside them."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from portal.proofreading.data_rules import (
    check_areas,
    check_glossary,
    check_helplines,
    check_notices,
    find_data_fault,
    list_capitals,
)
from portal.proofreading.date_rules import check_trust
from portal.proofreading.findings import Finding, Level, Measure
from portal.proofreading.link_rules import Places, check_links
from portal.proofreading.page_rules import Text, check_grades, check_text, check_title, measure
from portal.proofreading.running_text import read_html
from portal.proofreading.search_rules import check_search
from portal.proofreading.translations import Standing, check_standing, compare
from portal.proofreading.word_lists import load_word_lists
from portal.texts.front_matter import ContentFault
from portal.texts.languages import DEFAULT, OFFERED
from portal.texts.library import Library, Page

PAGES, INFORMATION, STAGES, LEAFLETS, EASY = "pages", "information", "stages", "leaflets", "easy"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a reading."""

    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]
    standings: tuple[Standing, ...]

    @property
    def is_fit(self) -> bool:
        """Say whether nothing has to be put right before it goes out."""
        return not any(finding.level is Level.FAULT for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an editor may set: content/check.toml."""

    lasting: frozenset[str]
    places: frozenset[str]
    known: frozenset[str]


def load_limits(content_dir: Path) -> Limits:
    """Read content/check.toml. Raises ContentFault when it is not whole."""
    path = content_dir / "check.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return Limits(*(frozenset(found[name]) for name in ("lasting", "places", "known")))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ContentFault(path, "file", f"cannot be read: {error!r}") from error


def check_content(content_dir: Path, catalogues_dir: Path, today: date) -> Report:
    """Read everything. Whatever cannot be read is a finding too; nothing is raised."""
    reader = _Reader(content_dir, today)
    for rule in reader.list_rules(catalogues_dir):
        reader.note(rule)
    standings = compare(content_dir)
    for standing in standings:
        reader.findings.extend(check_standing(standing))
    reader.findings.extend(check_grades(reader.measures))
    return Report(tuple(dict.fromkeys(reader.findings)), tuple(reader.measures), standings)


class _Reader:
    """Reads page after page and keeps what it found."""

    def __init__(self, content_dir: Path, today: date) -> None:
        self.findings: list[Finding] = []
        self.measures: list[Measure] = []
        self._dir, self._today = content_dir, today
        self._library = Library(content_dir)
        library = self._library
        self._read: Mapping[str, Callable[[str, str], Page]] = {
            PAGES: library.page,
            INFORMATION: library.information,
            LEAFLETS: library.leaflet,
            EASY: library.easy,
        }
        self._limits = Limits(frozenset(), frozenset(), frozenset())
        self.note(self._take_limits)
        self._lists = {language.code: load_word_lists(content_dir, language.code) for language in OFFERED}

    def note(self, rule: Callable[[], Iterator[Finding] | None]) -> None:
        """Keep what a rule finds; a file that it cannot read is a finding itself."""
        try:
            self.findings.extend(rule() or ())
        except ContentFault as error:
            self.findings.append(find_data_fault(error, self._dir))

    def list_rules(self, catalogues_dir: Path) -> Iterator[Callable[[], Iterator[Finding] | None]]:
        """Give all there is to do, one by one."""
        yield lambda: check_helplines(self._dir, self._today)
        yield lambda: check_areas(self._dir, self._today)
        yield lambda: check_glossary(self._dir, self._lists)
        yield lambda: check_search(self._dir, self._library)
        yield lambda: check_notices(catalogues_dir, self._dir)
        for language in OFFERED:
            for folder, name in self._list_names():
                yield partial(self._check, language.code, folder, name)

    def _list_names(self) -> Sequence[tuple[str, str]]:
        folders = (PAGES, INFORMATION, STAGES, LEAFLETS, EASY)
        return [(name, path.stem) for name in folders for path in sorted((self._dir / DEFAULT / name).glob("*.md"))]

    def _take_limits(self) -> None:
        self._limits = load_limits(self._dir)

    def _check(self, lang: str, folder: str, name: str) -> Iterator[Finding]:
        place = f"{folder}/{name}"
        if folder == STAGES:
            stage = self._library.stage(lang, name)
            if not stage.is_fallback:
                yield from self._check_text(
                    Text(lang, place, "", "", read_html(stage.now, stage.decides, stage.you_can))
                )
            return
        page = self._read[folder](lang, name)
        if page.is_fallback:
            return
        text = Text(lang, place, page.title, page.summary, read_html(page.html))
        if folder in {PAGES, EASY}:
            # Safety: a title stays in tabs and in the history; those of the part after abuse are one word for all
            yield from check_title(text, self._lists[lang])
        yield from self._check_days(page, place)
        yield from self._check_text(text)

    def _check_days(self, page: Page, place: str) -> Iterator[Finding]:
        days = (page.checked_on, page.check_again_by)
        is_lasting = place in self._limits.lasting
        yield from check_trust(page.lang, place, days, is_lasting=is_lasting, today=self._today)

    def _check_text(self, text: Text) -> Iterator[Finding]:
        self.measures.append(measure(text))
        known = self._limits.known | list_capitals(self._dir)
        yield from check_text(text, self._lists[text.lang], known)
        yield from check_links(text, self._places())

    def _places(self) -> Places:
        terms = {term.code for term in self._library.glossary(DEFAULT).terms}
        return Places(
            slugs=self._library.list_slugs(),
            parts={INFORMATION: ("", *self._library.list_information()), EASY: self._library.list_easy()},
            others=self._limits.places,
            list_anchors=lambda slug: terms if slug == "glossary" else (),
        )
