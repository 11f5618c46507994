"""re:hub's API: takes signed updates and describes itself. Knows no rule; every answer is JSON and kept nowhere."""

from typing import assert_never

from flask import Blueprint, Response, abort, request

from portal.casework.dead_letters import take_or_keep
from portal.casework.rehub_sources import verify_request
from portal.casework.take_updates import Outcome, Taken
from portal.limits import Counted
from portal.web.limits import limited
from portal.web.rehub.models import Accepted, parse_update
from portal.web.rehub.openapi import UPDATES, write_document
from portal.web.rehub.problems import DOCUMENT, MAX_BODY, answer_error, answer_problem
from portal.web.visits import get_portal

blueprint = Blueprint("rehub", __name__)
blueprint.register_error_handler(Exception, answer_error)


@blueprint.post(UPDATES, endpoint="updates", provide_automatic_options=False)
@limited(Counted.REHUB)
def take_updates() -> Response:
    """Take one signed update."""
    side = get_portal().side
    raw = _read_body()
    signed = verify_request(side, raw, dict(request.headers))
    return _answer(take_or_keep(side, signed, parse_update(raw)))


@blueprint.get(DOCUMENT, endpoint="document", provide_automatic_options=False)
def show_document() -> Response:
    """Describe the API."""
    return Response(write_document(get_portal().settings.public_url), content_type="application/json")


@blueprint.route(UPDATES, methods=["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"], provide_automatic_options=False)
def refuse_updates_method() -> Response:
    """Say which methods the updates take."""
    return _answer_method("POST, OPTIONS")


@blueprint.route(DOCUMENT, methods=["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], provide_automatic_options=False)
def refuse_document_method() -> Response:
    """Say which methods the document takes."""
    return _answer_method("GET, HEAD, OPTIONS")


def _read_body() -> bytes:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset != "utf-8" or "Content-Encoding" in request.headers:
        abort(415)
    request.max_content_length = MAX_BODY + 1  # a chunked body is cut off there, not refused
    raw = request.get_data(cache=False)
    if len(raw) > MAX_BODY:
        abort(413)
    return raw


def _answer(taken: Taken) -> Response:
    match taken.outcome:
        case Outcome.UNKNOWN_REFERENCE:
            return answer_problem(404)
        case Outcome.KEPT_REFUSED if not taken.is_repeat:
            return answer_problem(409)
        case Outcome.APPLIED | Outcome.KEPT_OLDER | Outcome.KEPT_SENSITIVE | Outcome.KEPT_REFUSED:
            body = Accepted(applied=taken.outcome is Outcome.APPLIED).model_dump_json()
            return Response(body, 200 if taken.is_repeat else 202, content_type="application/json")
        case _:
            assert_never(taken.outcome)


def _answer_method(allow: str) -> Response:
    if request.method == "OPTIONS":
        answer = Response(status=204)
        del answer.headers["Content-Type"]
    else:
        answer = answer_problem(405)
    answer.headers["Allow"] = allow
    return answer
