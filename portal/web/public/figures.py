"""The figures for everybody, as a page: the newest edition, or an earlier one. Its files are in figures_files."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.domain.areas import NOT_SURE
from portal.domain.errors import NotFound
from portal.domain.figures import EVERYWHERE, Edition, Measure, Row
from portal.domain.quarters import find_quarter
from portal.texts.languages import join_names
from portal.web.language_paths import speak_language
from portal.web.public.editions import get_editions
from portal.web.public.pages import show_page
from portal.web.site import choose_language, choose_locale
from portal.web.visits import get_portal

blueprint = Blueprint("figures", __name__, url_prefix="/<lang>")
speak_language(blueprint)
SLUG = "figures"
_PROMISES = (Measure.KEPT, Measure.KEPT_WITHOUT_NEWS, Measure.LATE)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a table: what it is about, and what can be told of it, in words."""

    name: str
    told: Sequence[str]


@dataclass(frozen=True, slots=True)
class Wait(Told):
    """How long a stage took, and its bars in hundredths of the longest one; `half` is empty where it is not shown."""

    half: str
    nine: str
    half_width: float
    nine_width: float


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as the page shows it.

    `asked` is empty where few asked, `kept_share` None where it would be worked out of what is not shown.
    """

    edition: Edition
    waits: Sequence[Wait]
    asked: str
    promises: Sequence[Told]
    areas: Sequence[Told]
    kept_share: int | None


@blueprint.get("/figures")
def show() -> ResponseReturnValue:
    """Show the newest edition, or that of `?quarter=`."""
    editions = get_editions().list_now()
    edition = pick_edition(editions or (), request.args.get("quarter"))
    earlier = [each for each in editions or () if each is not edition]
    return show_page(
        SLUG,
        "public/figures.html",
        is_known=editions is not None,
        figures=_draw(edition) if edition else None,
        earlier=earlier,
    )


def pick_edition(editions: Sequence[Edition], quarter: str | None) -> Edition | None:
    """Return the edition asked for, without a quarter the newest; NotFound for a quarter that has none."""
    if quarter is None:
        return editions[0] if editions else None
    asked = find_quarter(quarter)
    found = next((each for each in editions if each.quarter == asked), None)
    if found is None:
        raise NotFound("there is no edition of this quarter")
    return found


def _draw(edition: Edition) -> Shown:
    everywhere = [row for row in edition.rows if row.area == EVERYWHERE]
    stays = [row for row in everywhere if row.measure is Measure.STAY]
    longest = max((row.slowest_tenth_weeks or row.median_weeks or 0 for row in stays), default=0) or 1
    return Shown(
        edition=edition,
        waits=[_draw_wait(row, longest) for row in stays],
        asked=_write_number(edition.find(Measure.RECEIVED)),
        promises=[Told(_name_measure(row), _tell(row)) for row in everywhere if row.measure in _PROMISES],
        areas=[_draw_area(edition, area) for area in _sort_areas(edition)],
        kept_share=_share_kept(edition),
    )


def _draw_wait(row: Row, longest: int) -> Wait:
    return Wait(
        name=_name_measure(row),
        told=_tell(row),
        half=_say_weeks(row.median_weeks),
        nine=_say_weeks(row.slowest_tenth_weeks),
        half_width=round(100 * (row.median_weeks or 0) / longest, 1),
        nine_width=round(100 * (row.slowest_tenth_weeks or 0) / longest, 1),
    )


def _draw_area(edition: Edition, area: str) -> Told:
    rows = [row for row in edition.rows if row.area == area]
    locale = choose_locale()
    # each name reads its own way in any page
    told = [f"\u2068{_name_measure(row)}\u2069: {join_names(_tell(row), locale)}" for row in rows]
    return Told(_name_area(area), told)


def _tell(row: Row) -> Sequence[str]:
    told = [] if row.number is None else [str(gettext("about %(number)s", number=_write_number(row)))]
    if row.median_weeks is not None:
        # TRANSLATORS: how long half of some cases took, such as "half within 3 weeks"
        told.append(str(gettext("half within %(weeks)s", weeks=_say_weeks(row.median_weeks))))
    if row.slowest_tenth_weeks is not None:
        # TRANSLATORS: how long nine of ten cases took, such as "nine in ten within 3 weeks"
        told.append(str(gettext("nine in ten within %(weeks)s", weeks=_say_weeks(row.slowest_tenth_weeks))))
    # TRANSLATORS: in the place of a number that is not told, since it is small
    return told or [str(gettext("not shown"))]


def _name_measure(row: Row) -> str:
    if row.stage is not None:
        return get_portal().library.stage(choose_language(), row.stage.value).name
    names = {
        # TRANSLATORS: beside each of these stands a number
        Measure.RECEIVED: gettext("People who asked, or were asked for"),
        Measure.KEPT: gettext("You heard by the day we promised, with news"),
        Measure.KEPT_WITHOUT_NEWS: gettext("You heard by the day we promised: no news yet"),
        Measure.LATE: gettext("You heard late"),
    }
    return str(names[row.measure])


def _name_area(area: str) -> str:
    if area == NOT_SURE:
        return str(gettext("The area is not known"))
    return str(get_portal().library.area_names(choose_language()).get(area, area))


def _sort_areas(edition: Edition) -> list[str]:
    """Return the areas shown, in the alphabetical order of the language; the unknown one last."""
    known = [*get_portal().library.area_names(choose_language()), NOT_SURE]
    return sorted(edition.list_areas(), key=lambda area: known.index(area) if area in known else len(known))


def _write_number(row: Row | None) -> str:
    return "" if row is None or row.number is None else f"{row.number:,}"


def _say_weeks(weeks: int | None) -> str:
    return "" if weeks is None else str(ngettext("%(num)s week", "%(num)s weeks", weeks))


def _share_kept(edition: Edition) -> int | None:
    """Return how many of a hundred promises were kept, out of the numbers shown and no others."""
    rows = [edition.find(measure) for measure in _PROMISES]
    numbers = [row.number for row in rows if row is not None and row.number is not None]
    # Safety: a share of numbers of which one is not shown would tell it
    return round(100 * (numbers[0] + numbers[1]) / sum(numbers)) if len(numbers) == len(_PROMISES) else None
