"""The figures as files: CSV, JSON and a feed of the editions. Codes and English, since programs read them."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as Xml

from babel.dates import format_date
from flask import Blueprint, Response, request, url_for
from flask_babel import gettext

from portal.domain.errors import Unavailable
from portal.domain.figures import EVERYWHERE, Edition, Row, edition_as_body
from portal.texts.languages import DEFAULT
from portal.web.language_paths import speak_language
from portal.web.public.editions import get_editions
from portal.web.public.figures import SLUG, pick_edition
from portal.web.site import choose_language, choose_locale
from portal.web.visits import get_portal

blueprint = Blueprint("figures_files", __name__)
feed = Blueprint("figures_feed", __name__, url_prefix="/<lang>")
speak_language(feed)
# Source of the mark: Government Analysis Function, "Using symbols and shorthand", 2022: [c] is confidential
CONFIDENTIAL = "[c]"
HEADINGS = (
    *("quarter", "first_day", "last_day", "frozen_on", "is_trial"),
    *("measure", "stage", "area", "area_name", "number", "median_weeks", "slowest_tenth_weeks"),
)
_ATOM = "http://www.w3.org/2005/Atom"


@blueprint.get("/figures.csv")
def show_csv() -> Response:
    """Hand out the newest edition, or that of `?quarter=`; before there is one, headings alone."""
    edition = pick_edition(_list_editions(), request.args.get("quarter"))
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    if edition:
        writer.writerows(_list_cells(edition, row) for row in edition.rows)
    answer = Response(written.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    name = f"figures-{edition.quarter}.csv" if edition else "figures.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/figures.json")
def show_json() -> Response:
    """Hand out the same as JSON, with the list of all editions."""
    editions = _list_editions()
    edition = pick_edition(editions, request.args.get("quarter"))
    body = {
        "quarters": [str(each.quarter) for each in editions],
        "edition": edition_as_body(edition) if edition else None,
    }
    return Response(json.dumps(body, indent=1), content_type="application/json")


@feed.get("/figures.atom")
def show_feed() -> Response:
    """Tell feed readers which editions there are. Source: RFC 4287."""
    editions = _list_editions()
    page = get_portal().library.page(choose_language(), SLUG)
    address = get_portal().settings.public_url + url_for("figures.show")
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": choose_language()})
    newest_on = editions[0].frozen_on if editions else page.checked_on
    _add_texts(root, id=address, title=page.title, updated=_as_time(newest_on))
    _add_texts(Xml.SubElement(root, "author"), name=get_portal().settings.site_name)
    Xml.SubElement(root, "link", {"rel": "self", "href": get_portal().settings.public_url + url_for(".show_feed")})
    Xml.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": address})
    for edition in editions:
        _add_entry(root, edition, page.title, f"{address}?quarter={edition.quarter}")
    written = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(written, content_type="application/atom+xml; charset=utf-8")


def _list_editions() -> tuple[Edition, ...]:
    editions = get_editions().list_now()
    if editions is None:
        raise Unavailable("the figures cannot be read just now")
    return editions


def _list_cells(edition: Edition, row: Row) -> list[object]:
    names = get_portal().library.area_names(DEFAULT)
    quarter = edition.quarter
    return [
        *(quarter, quarter.first_on, quarter.last_on, edition.frozen_on, "yes" if edition.is_trial else "no"),
        *(row.measure.value, row.stage.value if row.stage else "", row.area),
        "England and Wales" if row.area == EVERYWHERE else names.get(row.area, ""),
        CONFIDENTIAL if row.number is None else row.number,
        "" if row.median_weeks is None else row.median_weeks,
        "" if row.slowest_tenth_weeks is None else row.slowest_tenth_weeks,
    ]


def _add_entry(root: Xml.Element, edition: Edition, title: str, address: str) -> None:
    entry = Xml.SubElement(root, "entry")
    first, last = (_write_day(day) for day in (edition.quarter.first_on, edition.quarter.last_on))
    # TRANSLATORS: the period that some numbers are of; both are dates
    period = gettext("%(first)s to %(last)s", first=first, last=last)
    _add_texts(entry, id=address, title=f"{title}: {period}", updated=_as_time(edition.frozen_on))
    Xml.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _add_texts(entry, summary=_summarise(edition))


def _summarise(edition: Edition) -> str:
    # TRANSLATORS: stands beside numbers that were made up to try the site
    made_up = gettext("This is a trial copy. The cases are made up.")
    fixed = gettext("These numbers were fixed on %(day)s and do not change.", day=_write_day(edition.frozen_on))
    return f"{made_up} {fixed}" if edition.is_trial else str(fixed)


def _add_texts(element: Xml.Element, **texts: str) -> None:
    for name, text in texts.items():
        Xml.SubElement(element, name).text = text


def _write_day(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale=choose_locale()))


def _as_time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
