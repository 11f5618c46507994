"""What GOV.UK Notify reports to: whether a notice arrived. No page, and nothing of what it says is kept but a mark.

Its report holds the number or address. That is read with the rest and goes nowhere.
Source: docs.notifications.service.gov.uk/python.html, "Delivery receipts", read November 2026: it tries five times
more, five minutes apart, unless the answer is 2xx.
"""

import json
import logging
import re
from hmac import compare_digest

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from portal.casework.take_delivery import take_delivery
from portal.domain.errors import Unavailable
from portal.domain.notices import Delivery
from portal.web.visits import get_portal

ADDRESS = "/hooks/notify"
MAX_BODY = 16 * 1024
_REFERENCE = re.compile(r"[0-9a-f]{32}")
_log = logging.getLogger(__name__)
blueprint = Blueprint("delivery", __name__)


@blueprint.post(ADDRESS)
def take_report() -> Response:
    """Take one report; 204 once it is kept, or when there is nothing to keep of it."""
    _check_bearer()
    found = _read_report()
    if found is not None:
        take_delivery(get_portal().side, *found)
    return _answer(204)


@blueprint.errorhandler(Exception)
def answer_error(error: Exception) -> Response:
    """Answer a machine, with a status and no page."""
    if isinstance(error, HTTPException):
        return _answer(error.code or 500)
    # Safety: an error's text may quote the report; its kind does not
    _log.error("a delivery report was not kept: %s", type(error).__name__)
    return _answer(503 if isinstance(error, Unavailable) else 500)


def _check_bearer() -> None:
    """Refuse, before anything of the body is read, whoever does not show the token that Notify was given."""
    expected = get_portal().settings.notify_callback_token
    if expected is None:
        abort(404)
    given = request.headers.get("Authorization", "").encode("utf-8", "replace")
    # Safety: in constant time, so that nobody finds the token letter by letter
    if not compare_digest(given, b"Bearer " + expected.value):
        abort(401)


def _read_report() -> tuple[str, Delivery] | None:
    """Return reference and mark; None for a report about something that is not ours."""
    if request.mimetype != "application/json":
        abort(415)
    request.max_content_length = MAX_BODY + 1  # a chunked body is cut off there, not refused
    raw = request.get_data(cache=False)
    if len(raw) > MAX_BODY:
        abort(413)
    try:
        report = json.loads(raw)
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(report, dict):
        abort(400)
    reference, status = report.get("reference"), report.get("status")
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        return None
    return (reference, Delivery(status)) if isinstance(status, str) and status in set(Delivery) else None


def _answer(status: int) -> Response:
    answer = Response(status=status)
    del answer.headers["Content-Type"]
    return answer
