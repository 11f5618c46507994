"""How long the page on the screen may stay open, said on it; and one press that gives more time. Enforced by visits."""

from dataclasses import dataclass, replace
from typing import Literal

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.domain.lifetimes import FORM, RECEIPT, STATUS_PAGE, Lifetime
from portal.web.alike import LEFT, is_for_all, mark
from portal.web.language_paths import speak_language
from portal.web.visits import find_draft, find_page, get_portal, was_sent

What = Literal["form", "receipt", "page"]
_MINUTE, _HOUR = 60, 3600
_FORM_PAGES = frozenset({"referral", "saving", "code"})
_OWN_PAGES = frozenset({"status", "requests", "pins", "copy", "talks"})

blueprint = Blueprint("staying", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """When this page closes: after so long without a press, and whatever is pressed after `left_seconds`."""

    what: What
    idle_seconds: int
    left_seconds: int
    at_most_hours: int
    is_strict: bool

    @property
    def minutes(self) -> int:
        """The idle limit in whole minutes."""
        return self.idle_seconds // _MINUTE

    @property
    def told(self) -> "TimeLimit":
        """What is told of it in words, which is the same for everybody; the seconds that are left are not."""
        return replace(self, left_seconds=0)


def find_limit() -> TimeLimit | None:
    """Return the limit of the form or private page that is being drawn; None on a page that does not close."""
    if request.blueprint in _FORM_PAGES and "draft" in session:
        if was_sent():
            return _make("receipt", "draft", Lifetime(RECEIPT, RECEIPT, RECEIPT))
        return _make("form", "draft", FORM)
    if request.blueprint == "start" and "start" in session:
        return _make("receipt", "start", Lifetime(RECEIPT, RECEIPT, RECEIPT))
    if request.blueprint in _OWN_PAGES and "page" in session:
        return _make("page", "page", STATUS_PAGE)
    return None


def tell_left(limit: TimeLimit) -> str:
    """Return the seconds that are left, as they stand in the page; a mark in a page that is kept for others."""
    return mark(LEFT) if is_for_all() else str(limit.left_seconds)


def find_left() -> str:
    """Return the seconds that are left of this visit, as they are put into a kept page."""
    limit = find_limit()
    return str(limit.left_seconds) if limit else ""


@blueprint.post("/stay")
def stay() -> ResponseReturnValue:
    """Give the form or the page more time. A browser that is told 204 stays where it is, with all that was typed."""
    is_page = request.args.get("what") == "page"
    if (find_page() if is_page else find_draft()) is not None:
        return "", 204
    return redirect(url_for("status.entry" if is_page else "referral.start"), code=303)


def _make(what: What, kind: str, lifetime: Lifetime) -> TimeLimit:
    kept = session[kind]
    at_most = int(lifetime.at_most.total_seconds())
    left = max(0, kept["made"] + at_most - int(get_portal().side.clock.now().timestamp()))
    idle = lifetime.strict_idle if kept["strict"] else lifetime.idle
    return TimeLimit(what, int(idle.total_seconds()), left, at_most // _HOUR, bool(kept["strict"]))
