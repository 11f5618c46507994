"""The OpenAPI document keeps step with the models, the table of problems and what is really answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.domain.references import parse_case_reference
from portal.web.rehub.models import Accepted, CaseUpdated, Problem
from portal.web.rehub.openapi import describe_api
from portal.web.rehub.problems import PROBLEMS, problem_type
from tests.web.rehub.sender import UPDATES, Rehub

DOCUMENT = "/api/rehub/v1/openapi.json"
SITE = "https://portal.invalid"


@pytest.fixture
def document() -> dict[str, Any]:
    """Give the document as a reader gets it."""
    read: dict[str, Any] = json.loads(json.dumps(describe_api(SITE)))
    return read


def list_parts(part: Any) -> Iterator[dict[str, Any]]:
    """List every object in the document."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from list_parts(inner)


def follow(document: dict[str, Any], pointer: str) -> Any:
    """Return what a #/… reference leads to."""
    found: Any = document
    for name in pointer.removeprefix("#/").split("/"):
        found = found[name]
    return found


def test_it_is_served_as_json_and_kept_nowhere(site: Flask) -> None:
    answer = site.test_client().get(DOCUMENT)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert answer.json == describe_api(site.extensions["portal"].settings.public_url)


def test_head_and_options_are_answered_and_other_methods_told(site: Flask) -> None:
    client = site.test_client()
    assert client.head(DOCUMENT).status_code == 200
    assert client.options(DOCUMENT).status_code == 204
    refused = client.put(DOCUMENT)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert Problem.model_validate_json(refused.data).status == 405


def test_its_structure_is_that_of_openapi(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    assert len({operation["operationId"] for operation in operations}) == len(operations) == 2
    for reference in [part["$ref"] for part in list_parts(document) if "$ref" in part]:
        assert follow(document, reference)
    for operation in operations:
        for answer in operation["responses"].values():
            assert follow(document, answer["$ref"])["description"] if "$ref" in answer else answer["description"]


def test_all_three_headers_are_needed_together(document: dict[str, Any]) -> None:
    named = {"webhook-id", "webhook-timestamp", "webhook-signature"}
    schemes = document["components"]["securitySchemes"]
    assert [set(each) for each in document["paths"][UPDATES]["post"]["security"]] == [named]
    assert {(scheme["type"], scheme["in"], scheme["name"]) for scheme in schemes.values()} == {
        ("apiKey", "header", name) for name in named
    }


@pytest.mark.parametrize("model", [CaseUpdated, Accepted, Problem])
def test_its_schemas_are_the_models(document: dict[str, Any], model: Any) -> None:
    schema = model.model_json_schema(
        ref_template="#/components/schemas/{model}",
        mode="validation" if model is CaseUpdated else "serialization",
    )
    named = {**schema.pop("$defs", {}), model.__name__: schema}
    for name, expected in named.items():
        assert document["components"]["schemas"][name] == expected


def test_the_examples_are_messages_about_cases_that_are_made_up(document: dict[str, Any]) -> None:
    content = document["paths"][UPDATES]["post"]["requestBody"]["content"]["application/json"]
    assert len(content["examples"]) == 2
    for example in content["examples"].values():
        message = CaseUpdated.model_validate_json(json.dumps(example["value"]))
        assert parse_case_reference(message.data.reference) == "RJ-AAAA-2222"


def test_every_problem_is_described_with_an_example_of_itself(document: dict[str, Any]) -> None:
    for status, kind in PROBLEMS.items():
        described = follow(document, "#" + urlsplit(problem_type(SITE, kind)).fragment)
        problem = Problem.model_validate(described["content"]["application/problem+json"]["example"])
        assert (problem.status, problem.type) == (status, problem_type(SITE, kind))
        assert set(kind.headers) <= set(described.get("headers", {}))


def test_every_status_of_an_update_is_described(document: dict[str, Any]) -> None:
    described = {int(status) for status in document["paths"][UPDATES]["post"]["responses"]}
    assert described == {200, 202, *PROBLEMS} - {405}


def test_a_problem_leads_to_its_description(rehub: Rehub) -> None:
    problem = Problem.model_validate_json(rehub.send(reference="RJ-AAAA-2222").data)
    address = urlsplit(problem.type)
    shown = rehub.site.test_client().get(address.path)
    assert shown.json is not None
    assert follow(shown.json, "#" + address.fragment)["description"].startswith(problem.title)
