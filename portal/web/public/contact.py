"""How to ring or write instead: the page's words, and around them what each service has filled in of itself."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.casework.reach import WayIn, list_ways_in
from portal.casework.work import PublicSide
from portal.texts.languages import join_names
from portal.web.language_paths import speak_language
from portal.web.minutely import Minutely
from portal.web.public.pages import show_page
from portal.web.site import choose_language, choose_locale
from portal.web.visits import get_portal

blueprint = Blueprint("contact", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@dataclass(frozen=True, slots=True)
class Card:
    """One service as the page shows it."""

    name: str
    area_words: str
    phone: str
    hours: str
    address_lines: tuple[str, ...]
    is_trial: bool
    is_believed: bool


class WaysIn:
    """Knows how to reach each service: asked of the database once a minute, not once a page."""

    def __init__(self, side: PublicSide, monotonic: Callable[[], float]) -> None:
        def ask() -> tuple[WayIn, ...] | None:
            return list_ways_in(side)

        self._ways = Minutely(ask, at_first=None, monotonic=monotonic, name="ways-in")

    def list_now(self) -> tuple[WayIn, ...] | None:
        """Return the services; the last known ones while the database is away, None when none were known yet."""
        return self._ways.find_now()


@blueprint.get("/contact")
def show() -> ResponseReturnValue:
    """Show how to ring or write."""
    ways_in: WaysIn = current_app.extensions["ways_in"]
    ways = ways_in.list_now()
    return show_page("contact", "public/contact.html", cards=None if ways is None else tuple(map(_draw, ways)))


def _draw(way: WayIn) -> Card:
    return Card(
        name=way.name if way.is_believed else gettext("A restorative justice service"),
        area_words=_say_areas(way),
        phone=way.phone,
        hours=way.hours,
        address_lines=tuple(way.postal_address.splitlines()),
        is_trial=way.is_trial,
        is_believed=way.is_believed,
    )


def _say_areas(way: WayIn) -> str:
    if way.is_everywhere:
        return str(gettext("For all of England and Wales."))
    if way.is_national:
        return str(gettext("For everywhere else in England and Wales, and if you are not sure."))
    known = get_portal().library.area_names(choose_language())
    # in the language's own order, and each reads its own way in any page
    names = [f"\u2068{name}\u2069" for code, name in known.items() if code in way.areas]
    return str(gettext("For %(areas)s.", areas=join_names(names, choose_locale())))
