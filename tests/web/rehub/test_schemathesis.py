"""schemathesis against the document as it is served finds nothing; and it would find something if there were any."""

from __future__ import annotations

import pytest
from flask import Response

from tests.served import serve
from tests.web.rehub.fuzzing import Signer, fuzz
from tests.web.rehub.sender import Rehub

# of hypothesis, about long messages
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def test_nothing_is_answered_other_than_the_document_says(rehub: Rehub) -> None:
    """About a quarter of a minute; the bench asks for ten minutes."""
    with serve(Signer(rehub.site, rehub.secret)) as address:
        statuses, found = fuzz(address, rehub.reference, seed=1, examples=300)
    assert found == []
    assert {200, 202, 401, 404, 409, 415, 422} <= set(statuses)
    assert statuses.total() > 200


def test_an_answer_that_is_not_in_the_document_is_found(rehub: Rehub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.web.rehub.updates.answer_problem", lambda _status: Response("no", 418))
    with serve(Signer(rehub.site, rehub.secret)) as address:
        _, found = fuzz(address, rehub.reference, seed=1, examples=5)
    assert any("status_code_conformance" in each for each in found)
