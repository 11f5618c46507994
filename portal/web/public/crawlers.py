"""What search engines are told of: the pages to read, in each language that has them, and when they were checked.

Of the part after abuse only its first page stands here: what the exit cannot do should be read before the rest. The
others may be found by whoever searches for them, under the same neutral title and addresses; nothing offers them.
"""

from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response

from portal.texts.languages import DEFAULT
from portal.web.public.alternates import ANY, list_alternates, list_of_easy, list_of_information
from portal.web.public.information import FIRST
from portal.web.visits import get_portal

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

ADDRESS = "/sitemap.xml"

blueprint = Blueprint("crawlers", __name__)


@blueprint.get(ADDRESS)
def sitemap() -> Response:
    """List what is to be read, each page with its other languages."""
    portal = get_portal()
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for slug in portal.library.list_slugs():
        _add(root, list_alternates(slug), portal.library.page(DEFAULT, slug).checked_on)
    _add(root, list_of_information(FIRST), portal.library.information(DEFAULT, FIRST).checked_on)
    for name in portal.library.list_easy():
        _add(root, list_of_easy(name), portal.library.easy(DEFAULT, name).checked_on)
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype="application/xml")


def _add(root: Element, urls: Mapping[str, str], checked_on: date) -> None:
    for lang, address in urls.items():
        if lang == ANY:
            continue
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = address
        SubElement(entry, "lastmod").text = checked_on.isoformat()
        for other, url in urls.items():
            SubElement(entry, "xhtml:link", {"rel": "alternate", "hreflang": other, "href": url})
