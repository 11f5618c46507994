"""What changed on the pages about the law and re:hub: a page to read, and a feed (Atom, RFC 4287) for whoever follows.

Tells of pages only, never of a case.
"""

from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.texts.changes import Changed, list_changes
from portal.web.language_paths import speak_language
from portal.web.site import choose_language
from portal.web.visits import get_portal

ATOM = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"

blueprint = Blueprint("changes", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@blueprint.get("/changes")
def show() -> ResponseReturnValue:
    """Show what changed, newest first."""
    changes = list_changes(get_portal().library, choose_language())
    return render_template("public/changes.html", heading=gettext("What changed"), changes=changes)


@blueprint.get("/changes.atom")
def feed() -> Response:
    """Give the same to a program that looks for news by itself."""
    portal, lang = get_portal(), choose_language()
    changes = list_changes(portal.library, lang)
    site = portal.settings.public_url
    own = f"{site}{url_for('changes.feed')}"
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": lang})
    _add(root, "id", own)
    _add(root, "title", f"{gettext('What changed')} – {portal.settings.site_name}")
    _add(root, "updated", _write_day(changes[0].changed_on if changes else portal.side.clock.today()))
    SubElement(root, "link", {"rel": "self", "type": ATOM, "href": own})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{site}{url_for('changes.show')}"})
    _add(SubElement(root, "author"), "name", portal.settings.site_name)
    for change in changes:
        _add_entry(root, change, site)
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype=ATOM)


def _add_entry(root: Element, change: Changed, site: str) -> None:
    address = f"{site}{url_for('public.page', slug=change.slug)}"
    entry = SubElement(root, "entry", {"xml:lang": change.shown_lang})
    _add(entry, "id", f"{address}#{change.changed_on.isoformat()}")
    _add(entry, "title", change.title)
    _add(entry, "updated", _write_day(change.changed_on))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _add(entry, "summary", change.words)


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words


def _write_day(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
