"""Every error of re:hub's API in one table: what it is called, what it says, and which error of ours it answers.

Answers and OpenAPI document are both made from the table. Source: RFC 9457; promises.md, "Three ways in for re:hub".
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flask import Response
from werkzeug.exceptions import HTTPException

from portal.domain.errors import Forged, Invalid, NotAllowed, OutOfDate, TooMany, Unavailable
from portal.web.rehub.models import Problem
from portal.web.visits import get_portal

PROBLEM_JSON = "application/problem+json"
DOCUMENT = "/api/rehub/v1/openapi.json"
MAX_BODY = 64 * 1024

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of error; `name` is its place in the document's components, `headers` go with every answer."""

    name: str
    status: int
    title: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)


_KINDS = (
    ProblemKind("BrokenRequest", 400, "Broken request", "The request did not arrive whole. Send it again."),
    ProblemKind(
        "WrongSignature",
        401,
        "Wrong signature or time",
        "Sign the exact bytes of the body, with a webhook-timestamp within 5 minutes of our clock.",
        MappingProxyType({"WWW-Authenticate": 'StandardWebhooks realm="rehub"'}),
    ),
    ProblemKind(
        "UnknownReference",
        404,
        "Unknown reference",
        "There is no such case here. Look at the reference and send the message with the right one.",
    ),
    ProblemKind("WrongMethod", 405, "Method not allowed", "The Allow header names the methods of this address."),
    ProblemKind(
        "MoveNotAllowed",
        409,
        "Not a move re:hub may make",
        "The message is kept for the service to look at; nothing is lost. Do not send it again.",
    ),
    ProblemKind("TooLarge", 413, "Body too large", f"A body has at most {MAX_BODY} bytes."),
    ProblemKind("WrongMediaType", 415, "Not JSON", "Send application/json in UTF-8, without a Content-Encoding."),
    ProblemKind("WrongField", 422, "A field is wrong", "Correct the field and send the message again."),
    ProblemKind(
        "TooMany",
        429,
        "Too many messages",
        "Wait for as many seconds as Retry-After says, then send the same message with the same webhook-id again.",
        MappingProxyType({"Retry-After": "60"}),
    ),
    ProblemKind("OurMistake", 500, "Our mistake", "Send the same message with the same webhook-id again later."),
    ProblemKind(
        "Unavailable",
        503,
        "Not available just now",
        "Send the same message with the same webhook-id again.",
        MappingProxyType({"Retry-After": "30"}),
    ),
)
PROBLEMS: Mapping[int, ProblemKind] = MappingProxyType({kind.status: kind for kind in _KINDS})


def problem_type(site_url: str, kind: ProblemKind) -> str:
    """Return the address that names a problem: its description in the document."""
    return f"{site_url}{DOCUMENT}#/components/responses/{kind.name}"


def make_problem(site_url: str, kind: ProblemKind, detail: str = "", field: str | None = None) -> Problem:
    """Return a problem's body; `detail` instead of the table's where we know more."""
    return Problem(
        type=problem_type(site_url, kind),
        title=kind.title,
        status=kind.status,
        detail=detail or kind.detail,
        field=field,
    )


def answer_problem(status: int, detail: str = "", field: str | None = None) -> Response:
    """Return the answer to a request that went wrong."""
    kind = PROBLEMS[status]
    problem = make_problem(get_portal().settings.public_url, kind, detail, field)
    body = problem.model_dump_json(exclude_none=True)
    return Response(body, status, dict(kind.headers), content_type=PROBLEM_JSON)


def answer_error(error: Exception) -> Response:
    """Return the answer to whatever a view raised; the log gets its kind and never its text."""
    if isinstance(error, Invalid):
        return answer_problem(422, error.why, error.field)
    if isinstance(error, TooMany):
        answer = answer_problem(429)
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
        return answer
    status = _find_status(error)
    if status >= 500:
        # Safety: an error's text may quote the message; its kind does not
        _log.error("re:hub's API answered %s: %s", status, type(error).__name__)
    return answer_problem(status)


def answer_no_page(error: HTTPException) -> Response:
    """Return the answer at an address that no part of the API has (RFC 9457, section 4.2.1)."""
    status = error.code or 500
    answer = Response(json.dumps({"type": "about:blank", "title": error.name, "status": status}), status)
    answer.content_type = PROBLEM_JSON
    if "Allow" in error.get_response().headers:
        answer.headers["Allow"] = error.get_response().headers["Allow"]
    return answer


def _find_status(error: Exception) -> int:
    match error:
        case HTTPException(code=int(code)) if code in PROBLEMS:
            return code
        case Forged():
            return 401
        # NotAllowed: the service's keys are not the pinned ones. Nothing is kept, so re:hub must send again.
        case Unavailable() | OutOfDate() | NotAllowed():
            return 503
        case _:
            return 500
