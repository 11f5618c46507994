"""The page of one case that a link in re:hub's mail leads to, in English and Welsh: no account, no cookie.

Looking changes nothing, so that no machine which opens the links in mails tells anything. What was typed stands sealed
in the address between two pages. There is no token of a form: it would need a cookie, and the link itself, which no
other site knows, is what allows a post.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.answer_ask import (
    AskPage,
    Standing,
    answer_ask,
    check_answer,
    open_typed,
    seal_typed,
    view_ask,
)
from portal.domain.rehub_answer import RehubAnswer
from portal.limits import Counted
from portal.texts.languages import best_language, find_language
from portal.web.fields import list_field_problems
from portal.web.limits import limited
from portal.web.rehub.answer_fields import list_told, make_fields
from portal.web.visits import get_portal

blueprint = Blueprint("rehub_link", __name__, url_prefix="/rehub/<link>")
LANGUAGES = ("en", "cy")
_OURS = ("said", "sent")
_STATUS = {Standing.ANSWERED: 200, Standing.UNKNOWN: 404}


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """One language of this page's own menu, leading to the same page."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool


@blueprint.url_value_preprocessor
def _take_language(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    asked = request.args.get("lang", "") or best_language(request.headers.get("Accept-Language", ""))
    g.lang = asked if asked in LANGUAGES else LANGUAGES[0]


@blueprint.after_request
def _keep_out_of_searches(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("")
@limited(Counted.ASKED)
def show(link: str) -> ResponseReturnValue:
    """Show the form with what was typed before, or say kindly why there is none."""
    side = get_portal().side
    page = view_ask(side, link)
    if page.standing is not Standing.OPEN:
        return _show_closed(page)
    typed = open_typed(side, link, request.args.get("said", ""))
    checked = check_answer(side, link, typed) if typed else {}
    faults = {} if isinstance(checked, RehubAnswer) else checked
    fields = make_fields(page.stages, typed, faults, side.clock.today())
    problems = list_field_problems(*fields.all)
    return render_template("rehub/answer.html", **_give(link), page=page, fields=fields, problems=problems)


@blueprint.post("")
@limited(Counted.ASKED)
def take(link: str) -> ResponseReturnValue:
    """Keep what was typed in the next address, and go on to look it over or back to put it right."""
    side = get_portal().side
    sealed = seal_typed(side, link, request.form)
    is_good = isinstance(check_answer(side, link, open_typed(side, link, sealed)), RehubAnswer)
    return _to("check" if is_good else "show", link, said=sealed)


@blueprint.get("/check")
@limited(Counted.ASKED)
def check(link: str) -> ResponseReturnValue:
    """Show what is about to be sent."""
    side = get_portal().side
    page = view_ask(side, link)
    if page.standing is not Standing.OPEN:
        return _show_closed(page)
    sealed = request.args.get("said", "")
    answer = check_answer(side, link, open_typed(side, link, sealed))
    if not isinstance(answer, RehubAnswer):
        return _to("show", link, said=sealed)
    return render_template("rehub/check.html", **_give(link), page=page, rows=list_told(answer), said=sealed)


@blueprint.post("/check")
@limited(Counted.ASKED)
def send(link: str) -> ResponseReturnValue:
    """Send it; the link has done its work then."""
    side = get_portal().side
    sealed = request.form.get("said", "")
    answer = check_answer(side, link, open_typed(side, link, sealed))
    if isinstance(answer, RehubAnswer):
        answer_ask(side, link, answer)
        return _to("show", link, sent="1")
    return _to("show", link, said=sealed)


def _show_closed(page: AskPage) -> ResponseReturnValue:
    was_sent_now = page.standing is Standing.ANSWERED and "sent" in request.args
    given = _give("")
    words = render_template("rehub/closed.html", **given, page=page, was_sent_now=was_sent_now)
    return words, _STATUS.get(page.standing, 410)


def _give(link: str) -> dict[str, Any]:
    return {"link": link, "languages": _list_languages()}


def _list_languages() -> tuple[PageLanguage, ...]:
    found = [language for code in LANGUAGES if (language := find_language(code))]
    return tuple(
        PageLanguage(
            code=each.code,
            name=each.name,
            direction=each.direction,
            url=_address_in(each.code),
            is_current=each.code == g.lang,
        )
        for each in found
    )


def _address_in(lang: str) -> str:
    # of the query only what is ours: Flask would take some other names for its own
    kept = {name: request.args[name] for name in _OURS if name in request.args}
    values: dict[str, Any] = {**(request.view_args or {}), **kept, "lang": lang}
    return url_for(str(request.endpoint), **values)


def _to(view: str, link: str, **more: Any) -> ResponseReturnValue:
    return redirect(url_for(f"rehub_link.{view}", link=link, lang=g.lang, **more), code=303)
