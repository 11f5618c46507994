"""Leaflets and cards to print, plain and quiet ones, each with a code for a telephone's camera that leads to the site.

The quiet ones have no word of crime, and lead to a page whose address and title tell nothing. Words are in content/.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import segno
from flask import Blueprint, render_template, url_for
from flask_babel import gettext, pgettext
from markupsafe import Markup

from portal.domain.errors import NotFound
from portal.texts.languages import OFFERED
from portal.web.language_paths import speak_language
from portal.web.site import choose_language
from portal.web.visits import get_portal

blueprint = Blueprint("leaflets", __name__, url_prefix="/<lang>/leaflet")
speak_language(blueprint)
CARDS = 10  # of 85 by 55 mm, on a sheet of A4


@dataclass(frozen=True, slots=True)
class Kind:
    """Whose words it has, and whether it is a sheet of cards. `is_quiet`: neither it nor its address tells of crime."""

    words: str
    is_cards: bool
    is_quiet: bool


KINDS = MappingProxyType(
    {
        "plain": Kind("plain", is_cards=False, is_quiet=False),
        "cards": Kind("plain", is_cards=True, is_quiet=False),
        "quiet": Kind("quiet", is_cards=False, is_quiet=True),
        "quiet-cards": Kind("quiet", is_cards=True, is_quiet=True),
    }
)


@blueprint.get("/<name>")
def show(name: str) -> str:
    """Show a leaflet or a sheet of cards, as it will be printed."""
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound("there is no such leaflet")
    words = get_portal().library.leaflet(choose_language(), kind.words)
    # Safety: a quiet one leads to neutral addresses only, and its title is what a printer and a file are named by
    where = url_for("information.first") if kind.is_quiet else url_for("public.home")
    address = get_portal().settings.public_url + where
    return render_template(
        "public/leaflet.html",
        title=pgettext("the title of a browser's tab; it must tell nothing", "Information")
        if kind.is_quiet
        else words.title,
        is_title_bare=kind.is_quiet,
        heading=gettext("Cards to print") if kind.is_cards else gettext("A leaflet to print"),
        words=words,
        kind=kind,
        count=CARDS if kind.is_cards else 1,
        address=address.removeprefix("https://").removeprefix("http://"),
        picture=draw_code(address),
        english_url=url_for("leaflets.show", lang="en", name=name),
        others=tuple((each, url_for("leaflets.show", lang=each.code, name=name)) for each in OFFERED),
    )


@lru_cache(maxsize=64)
def draw_code(address: str) -> Markup:
    """Return a QR code of an address as an SVG element; a quarter of it may be worn off and it still reads."""
    drawn = segno.make(address, error="q", micro=False).svg_inline(omitsize=True, svgclass="dots", lineclass=None)
    return Markup(drawn)  # noqa: S704 (made of squares by a library, from an address of ours)
