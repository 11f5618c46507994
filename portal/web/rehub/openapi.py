"""The OpenAPI 3.1 document of re:hub's API: its schemas are the models, its errors the table of problems.

Every reference and note in its examples is made up.
"""

import json
from functools import lru_cache
from typing import Any

from pydantic.json_schema import models_json_schema

from portal.web.rehub.models import Accepted, CaseUpdated, Problem
from portal.web.rehub.problems import DOCUMENT, MAX_BODY, PROBLEM_JSON, PROBLEMS, ProblemKind, make_problem

UPDATES = "/api/rehub/v1/updates"
DEVELOPERS = "/en/for-rehub-developers"
EXAMPLE_FIELD = "data.expected_by"
EXAMPLES: dict[str, dict[str, Any]] = {
    "least": {
        "summary": "The least there is",
        "value": {
            "type": "case.updated",
            "timestamp": "2026-11-20T09:30:00Z",
            "data": {"reference": "RJ-AAAA-2222", "stage": "rehub_check", "happened_on": "2026-11-19"},
        },
    },
    "whole": {
        "summary": "Every field",
        "value": {
            "type": "case.updated",
            "timestamp": "2026-11-20T09:30:00Z",
            "data": {
                "reference": "RJ-AAAA-2222",
                "stage": "rehub_check",
                "happened_on": "2026-11-19",
                "expected_by": "2026-12-04",
                "waiting_for": "prison",
                "sensitive": False,
                "note": "Made up: for the facilitator only",
            },
        },
    },
}
_SIGNED_HEADERS = {
    "webhook-id": "An id of the message, the same each time the same message is sent; at most 120 visible characters.",
    "webhook-timestamp": "The time of sending, in whole seconds since 1970, within 5 minutes of our clock.",
    "webhook-signature": "One or more of `v1,` and base64, with spaces between: HMAC-SHA256 over webhook-id, a full"
    " stop, webhook-timestamp, a full stop and the exact bytes of the body. The key is what follows `whsec_` in the"
    " shared secret, decoded from base64.",
}
_ABOUT = """\
Tell people where their case stands. Each message is signed as [Standard Webhooks](https://www.standardwebhooks.com/)
prescribes; nobody needs an account. No answer, or one of 500 and above: send the same message with the same
`webhook-id` again; it is taken once, however often it comes. 429: wait for as many seconds as Retry-After says, then
the same. While the shared secret is changed, the old one and the new one both count. Of a message that names an unknown
reference only that, its stage and the day are kept, sealed, for 90 days at most."""


@lru_cache(maxsize=4)
def write_document(site_url: str) -> str:
    """Return the document as JSON."""
    return json.dumps(describe_api(site_url), indent=2, ensure_ascii=False) + "\n"


def describe_api(site_url: str) -> dict[str, Any]:
    """Return the document for a site's address."""
    return {
        "openapi": "3.1.1",
        "info": {"title": "re:hub's updates", "version": "1.1.0", "description": _ABOUT},
        "externalDocs": {"description": "The same in words, with a client", "url": f"{site_url}{DEVELOPERS}"},
        "servers": [{"url": site_url}],
        "paths": {UPDATES: {"post": _describe_updates()}, DOCUMENT: {"get": _describe_document()}},
        "components": {
            "schemas": _list_schemas(),
            "responses": {kind.name: _describe_problem(site_url, kind) for kind in PROBLEMS.values()},
            "securitySchemes": {
                name: {"type": "apiKey", "in": "header", "name": name, "description": words}
                for name, words in _SIGNED_HEADERS.items()
            },
        },
    }


def _describe_updates() -> dict[str, Any]:
    return {
        "operationId": "takeUpdate",
        "summary": "Tell about one step of one case",
        "security": [{name: [] for name in _SIGNED_HEADERS}],  # all three together
        "requestBody": {
            "required": True,
            "description": f"At most {MAX_BODY} bytes. Unknown fields, and fields that are there twice, are refused.",
            "content": {"application/json": {"schema": _refer("schemas", "CaseUpdated"), "examples": EXAMPLES}},
        },
        "responses": {
            "200": _describe_accepted(
                "This webhook-id was taken before: nothing changed, whatever the body says. `applied` is what became"
                " of it the first time."
            ),
            "202": _describe_accepted("Taken: applied, or kept for the service."),
            **{str(kind.status): _refer("responses", kind.name) for kind in PROBLEMS.values() if kind.status != 405},
        },
    }


def _describe_document() -> dict[str, Any]:
    return {
        "operationId": "readDocument",
        "summary": "Read this document",
        "security": [],
        "responses": {
            "200": {
                "description": "This document.",
                "content": {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}},
            },
            "500": _refer("responses", PROBLEMS[500].name),
        },
    }


def _describe_accepted(words: str) -> dict[str, Any]:
    examples = {
        "applied": {"summary": "The person sees it", "value": Accepted(applied=True).model_dump()},
        "kept": {"summary": "Kept for the service", "value": Accepted(applied=False).model_dump()},
    }
    content = {"schema": _refer("schemas", "Accepted"), "examples": examples}
    return {"description": words, "content": {"application/json": content}}


def _describe_problem(site_url: str, kind: ProblemKind) -> dict[str, Any]:
    problem = make_problem(site_url, kind, field=EXAMPLE_FIELD if kind.status == 422 else None)
    content = {"schema": _refer("schemas", "Problem"), "example": problem.model_dump(exclude_none=True)}
    headers = {name: {"schema": {"type": "string"}, "example": value} for name, value in kind.headers.items()}
    if kind.status == 405:
        headers["Allow"] = {"schema": {"type": "string"}, "example": "POST, OPTIONS"}
    return {
        "description": f"{kind.title}. {kind.detail}",
        "content": {PROBLEM_JSON: content},
        **({"headers": headers} if headers else {}),
    }


def _list_schemas() -> dict[str, Any]:
    _, schemas = models_json_schema(
        [(CaseUpdated, "validation"), (Accepted, "serialization"), (Problem, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    named: dict[str, Any] = schemas["$defs"]
    return named


def _refer(group: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{group}/{name}"}
