"""A feed of the editions, for feed readers. Source: RFC 4287."""

from datetime import date
from xml.etree import ElementTree as Xml

from babel.dates import format_date
from flask import Blueprint, Response, url_for
from flask_babel import gettext

from portal.domain.figures import Edition
from portal.web.language_paths import speak_language
from portal.web.public.editions import list_known
from portal.web.public.figures import SLUG
from portal.web.site import choose_language, choose_locale
from portal.web.visits import get_portal

blueprint = Blueprint("figures_feed", __name__, url_prefix="/<lang>")
speak_language(blueprint)
_ATOM = "http://www.w3.org/2005/Atom"


@blueprint.get("/figures.atom")
def show_feed() -> Response:
    """Tell which editions there are."""
    editions = list_known()
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
