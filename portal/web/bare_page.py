"""A page made without templates: for a flood, which must cost less to refuse than to send, and when drawing fails.

Plain and whole: language and direction, what happened, the way out, the way to help, the ways on. It asks nothing of
the database, and what else fails it leaves out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

_PAGE = Markup(
    '<!doctype html>\n<html lang="{lang}" dir="{direction}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="robots" content="noindex, nofollow">\n{style}{way_out}<main id="main">\n<h1>{heading}</h1>\n'
    "{paragraphs}{links}</main>\n</html>\n"
)


@dataclass(frozen=True, slots=True)
class BarePage:
    """What a bare page says and where it leads: `links` and `way_out` are words and address."""

    lang: str
    direction: str
    heading: str
    paragraphs: Sequence[str]
    links: Sequence[tuple[str, str]]
    way_out: tuple[str, str] | None = None
    title: str = ""  # in discreet mode the one word that tells nothing; else the heading


def draw_bare(page: BarePage) -> str:
    """Return the page as HTML."""
    way_out = Markup(
        '<header class="bar"><div class="row">'
        '<a class="exit" href="{}" rel="nofollow noreferrer">{}</a></div></header>\n'
    )
    return _PAGE.format(
        lang=page.lang,
        direction=page.direction,
        heading=page.heading,
        title=page.title or page.heading,
        style=(_try_to(_link_style) or "") + ((_try_to(_link_circle) or "") if page.title else ""),
        way_out=way_out.format(page.way_out[1], page.way_out[0]) if page.way_out else "",
        paragraphs=Markup("").join(Markup("<p>{}</p>\n").format(words) for words in page.paragraphs if words),
        links=Markup("").join(Markup('<p><a href="{}">{}</a></p>\n').format(url, words) for words, url in page.links),
    )


def _try_to(make: Callable[[], Markup]) -> Markup | None:
    try:
        return make()
    except Exception:  # Safety: whatever fails, the page with the way to help is shown
        return None


def _link_style() -> Markup:
    name = current_app.extensions["manifest"]["site.css"]
    return Markup('<link rel="stylesheet" href="/static/{}">\n').format(escape(name))


def _link_circle() -> Markup:
    icon: Any = current_app.jinja_env.globals["icon"]
    return Markup('<link rel="icon" href="{}" type="image/svg+xml">\n').format(icon("circle.svg"))
