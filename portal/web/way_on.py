"""Where a form or private page goes on that is still open, for pages beside it: after a reload in discreet mode.

Nothing but the sealed cookie is asked. Of a page that was only read no place is kept anywhere.
"""

from datetime import UTC, datetime

from flask import request, session, url_for

from portal.casework.visits import has_ended
from portal.domain.lifetimes import FORM, RECEIPT, STATUS_PAGE, Lifetime
from portal.web.discreet import is_discreet
from portal.web.error_log import log_place
from portal.web.visits import get_portal, get_session_id

_RECEIPT = Lifetime(RECEIPT, RECEIPT, RECEIPT)
# not the form's and the private page's own; a link's page is loaded again when it was the entry
_BESIDE = frozenset({"information", "public", "contact", "find", "weighing", "waiting"})
_LINK = "status.link_entry"


def find_way_on() -> str:
    """Return the address where what is open goes on; empty when nothing is, and outside discreet mode."""
    if not (request.blueprint in _BESIDE or request.endpoint == _LINK) or not is_discreet():
        return ""
    try:
        return _find_open()
    except Exception as error:
        # Safety: a page with the ways to help never fails over a short cut
        log_place(error)
        return ""


def _find_open() -> str:
    form = _RECEIPT if session.get("draft", {}).get("sent") else FORM
    kinds = (("page", STATUS_PAGE, "status.entry"), ("draft", form, "referral.check"))
    found = next((endpoint for kind, lifetime, endpoint in kinds if _is_open(kind, lifetime)), "")
    # Safety: a copied cookie is not even told that there was something
    return url_for(found) if found and not has_ended(get_portal().side, get_session_id()) else ""


def _is_open(kind: str, lifetime: Lifetime) -> bool:
    kept = session.get(kind)
    if kept is None:
        return False
    made_at, seen_at = (datetime.fromtimestamp(kept[name], UTC) for name in ("made", "seen"))
    now = get_portal().side.clock.now()
    return not lifetime.is_over(made_at=made_at, seen_at=seen_at, now=now, is_strict=kept["strict"])
