"""Find your local service: a place is typed or an area chosen, and the page says who works there and how to reach them.

Reads and keeps nothing, sets no cookie. What a place may mean is portal.domain.finding's, what is known of a service
portal.texts.local_services'. The form posts and is led on by 303, so that a whole postcode never stands in an address,
and so not in the browser's history either, which notes every address that it is led through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.reach import WayIn
from portal.casework.work import PublicSide
from portal.domain.areas import NOT_SURE, normalise_place
from portal.domain.finding import Found, Meant, PlaceFinder
from portal.texts.local_services import LocalService, load_local_services
from portal.texts.places import load_outside
from portal.web.language_paths import speak_language
from portal.web.public.contact import WaysIn
from portal.web.public.pages import show_page
from portal.web.site import choose_language
from portal.web.visits import get_portal
from portal.wiring import CONTENT

_LONGEST_READ = 500  # of what is typed; the rest of it is a letter, not a place

blueprint = Blueprint("find", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@dataclass(frozen=True, slots=True)
class Places:
    """What the page knows: how to understand a place, and the service of each area; read once, at the start."""

    finder: PlaceFinder
    services: Mapping[str, LocalService]


@dataclass(frozen=True, slots=True)
class AreaLink:
    """One area to choose."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Local:
    """The service of one area as the page shows it; `desk` is who takes what is sent here, None where not known."""

    name: str
    service: LocalService
    desk: WayIn | None
    refer_url: str
    is_past_its_date: bool


def know_places(app: Flask, side: PublicSide) -> None:
    """Have an app know places and services; raises ContentFault for a table that cannot be used."""
    app.extensions["places"] = Places(PlaceFinder(side.areas, load_outside(CONTENT)), load_local_services(CONTENT))


@blueprint.get("/find")
def show() -> ResponseReturnValue:
    """Show the form, and what is known of the place or area that is asked for."""
    typed = request.args.get("q", "")[:_LONGEST_READ]
    chosen = request.args.get("area", "")
    if chosen and get_portal().side.areas.find_area(chosen):
        return _draw(Found(Meant.NOTHING), chosen)
    found = _get_places().finder.find(typed)
    # Safety: the second half of a postcode, and words that are no place, go out of the address at once
    if typed and normalise_place(found.kept) != normalise_place(typed):
        return _lead(found, typed)
    return _draw(found if "unknown" not in request.args else Found(Meant.UNKNOWN), _get_only(found.areas, found))


@blueprint.post("/find")
def ask() -> ResponseReturnValue:
    """Lead to the answer; nothing is kept, and what was not understood is forgotten."""
    typed = request.form.get("q", "")[:_LONGEST_READ]
    return _lead(_get_places().finder.find(typed), typed)


def _lead(found: Found, typed: str) -> ResponseReturnValue:
    told: dict[str, Any] = {"q": found.kept} if found.kept else {"unknown": 1} if typed.strip() else {}
    if found.meant is not Meant.UNKNOWN and _is_cut(found.kept, typed):
        told["cut"] = 1
    return redirect(url_for("find.show", **told), code=303)


def _is_cut(kept: str, typed: str) -> bool:
    """Say whether a postcode was typed whole."""
    squeezed = "".join(typed.split()).upper()
    return kept.isalnum() and any(map(str.isdigit, kept)) and squeezed != kept and squeezed.startswith(kept)


def _get_only(areas: tuple[str, ...], found: Found) -> str:
    return areas[0] if len(areas) == 1 and found.meant is Meant.AREAS else ""


def _draw(found: Found, area: str) -> str:
    names = get_portal().library.area_names(choose_language())
    return show_page(
        "find",
        "public/find.html",
        found=found,
        typed=found.kept,
        is_cut="cut" in request.args,
        local=_show_area(area, names[area]) if area else None,
        choices=tuple(_link(code, names[code]) for code in found.areas),
        names=tuple(AreaLink(name, url_for("find.show", q=name)) for name in found.names),
        all_areas=tuple(_link(code, name) for code, name in names.items()),
        not_sure_url=url_for("referral.start", area=NOT_SURE),
    )


def _link(code: str, name: str) -> AreaLink:
    return AreaLink(name, url_for("find.show", area=code))


def _show_area(code: str, name: str) -> Local:
    service = _get_places().services[code]
    ways: WaysIn = current_app.extensions["ways_in"]
    known = ways.list_now() or ()
    return Local(
        name=name,
        service=service,
        desk=next((way for way in known if code in way.areas), next((way for way in known if way.is_national), None)),
        refer_url=url_for("referral.start", area=code),
        is_past_its_date=get_portal().side.clock.today() > service.check_again_by,
    )


def _get_places() -> Places:
    places: Places = current_app.extensions["places"]
    return places
