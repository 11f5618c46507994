"""Whatever comes: random words, bytes, paths, headers and JSON never break a page, and parsers only say yes or no."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.answers import parse_step
from portal.domain.areas import parse_outward_code
from portal.domain.errors import Forged, Invalid
from portal.domain.free_text import clean_text
from portal.domain.questions import FLOW, FOR_OTHERS, QUESTIONS, Kind, Step
from portal.domain.references import parse_case_reference
from portal.texts.languages import OFFERED, best_language
from portal.vault.access_codes import DIGITS, parse_access_code
from portal.vault.cookies import CookieSealer
from portal.vault.links import read_link
from portal.vault.webhooks import verify_webhook
from portal.web.headers import CONTENT_SECURITY_POLICY
from portal.web.rehub.models import parse_update
from tests.builders import AMIRAS_PAGES, SOME_AREAS
from tests.web.bad_input.bodies import FORM, PARTS
from tests.web.desk.visitor import Visitor as AtDesk
from tests.web.rehub.sender import Rehub
from tests.web.scene import Scene, Visitor

ANY = st.text(st.characters(codec=None), max_size=40)  # lone surrogates too
ODD = st.sampled_from(
    ["\x00", "\u202e", "\u2066", "\ud800", "٣", "🙂", "\r\n", "x" * 3000, "-1", "1e999", "../..", "%00", "{{7}}"]
)
WORDS = st.one_of(ANY, ODD, st.builds(str.__add__, ANY, ODD))
# the same examples each time: nothing random may decide whether the tests pass
FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=150, deadline=None, derandomize=True)
# answers before the step that is asked about, so that every step is part of the way
BEFORE = {"contact_method": ("call",), "candidates": ("gwent",), "place_found": ("several",), "who_for": ("me",)}
GOOD = {step.slug: sorted({option for each in step.questions for option in each.options}) or [""] for step in FLOW}


def write_form(fields: list[tuple[str, str]]) -> str:
    """Write a form as a browser would, but for what no browser can send."""
    return "&".join(
        f"{quote(name, errors='surrogatepass')}={quote(value, errors='surrogatepass')}" for name, value in fields
    )


@given(st.sampled_from(FLOW), st.data())
@MANY
def test_a_step_parses_whatever_was_typed(step: Step, data: st.DataObject) -> None:
    """Into options of its own and clean words, or into problems; nothing else is ever kept."""
    codes = [question.code for question in step.questions] or ["none"]
    typed = st.lists(st.one_of(WORDS, st.sampled_from(GOOD[step.slug])), max_size=3)
    raw = data.draw(st.dictionaries(st.sampled_from(codes), typed))
    who_for = "me" if step.applies(BEFORE) else data.draw(st.sampled_from(sorted(FOR_OTHERS)))
    parsed = parse_step(step, raw, {**BEFORE, "who_for": (who_for,), "sender_way": ("call",)}, SOME_AREAS)
    for code, values in parsed.answers.items():
        kind = QUESTIONS[code].kind if code in QUESTIONS else Kind.AREA
        if kind in {Kind.TEXT, Kind.LONG_TEXT}:
            assert values == (clean_text(values[0], keep_lines=kind is Kind.LONG_TEXT),)
            assert 0 < len(values[0]) <= QUESTIONS[code].max_length
        elif QUESTIONS.get(code) and QUESTIONS[code].options:
            assert set(values) <= set(QUESTIONS[code].options)


@given(WORDS)
@MANY
def test_what_reads_one_text_says_yes_or_no(text: str) -> None:
    """Codes, links, references, postcodes, languages and cookies."""
    code = parse_access_code(text)
    assert code is None or (len(code.digits) == DIGITS and code.digits.isascii() and code.digits.isdecimal())
    assert read_link(text, b"k" * 32) is None
    assert parse_case_reference(text) is None
    assert (parse_outward_code(text) or "LS1").isascii()
    assert best_language(text) in {language.code for language in OFFERED}
    assert CookieSealer(b"k" * 32, "public").open(text) is None


@given(
    st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "x"]), WORDS), st.binary()
)
@MANY
def test_a_webhook_that_was_not_signed_does_not_verify(headers: dict[str, str], raw: bytes) -> None:
    """Whatever its headers are; nothing but the two errors of ours."""
    with pytest.raises((Forged, Invalid)):
        verify_webhook("whsec_" + "QUJD" * 8, raw, headers)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["type", "timestamp", "data", "reference", "stage", "happened_on", "note", "sensitive", "\u202e"]
)


@given(st.dictionaries(NAMES, JSON), st.dictionaries(NAMES, JSON))
@MANY
def test_a_message_of_whatever_shape_is_refused_by_name(envelope: dict[str, Any], data: dict[str, Any]) -> None:
    """Random JSON is never an update."""
    for body in (envelope, {"type": "case.updated", "timestamp": "2026-11-20T09:30:00Z", "data": data}):
        with pytest.raises(Invalid) as refused:
            parse_update(json.dumps(body).encode())
        assert refused.value.field


@given(data=st.data())
@FEW
def test_no_form_breaks(everybody: Visitor, calm: Scene, data: st.DataObject) -> None:
    """With a good token and random words in every field it has, in some it has not, and some fields twice."""
    slug = data.draw(st.sampled_from([*AMIRAS_PAGES, "words/try"]))
    path = data.draw(st.sampled_from([f"refer/{slug}", "status", "status/message", "status/ask/add", "open/x"]))
    names = st.sampled_from(
        ["words", "code", "name", "place", "area", "harm", "phone", "check_phrase", "until", *QUESTIONS]
    )
    fields = data.draw(st.lists(st.tuples(st.one_of(names, ANY), WORDS), max_size=8))
    visitor = calm.with_draft()
    visitor.take_cookie(everybody.cookie)
    body = write_form([*fields, ("csrf_token", visitor.look("status").token)])
    answer = visitor.client.post(visitor.path(path), data=body, content_type=FORM)
    assert answer.status_code == 303
    assert visitor.look(answer.headers["Location"]).status in {200, 403}


@given(
    st.binary(max_size=200),
    st.sampled_from([FORM, PARTS, "text/plain", "", "multipart/form-data; boundary=" + "é" * 90]),
)
@FEW
def test_no_bytes_break_a_form(calm: Scene, body: bytes, kind: str) -> None:
    """Whatever they say they are."""
    answer = calm.app.test_client().post("/en/refer/name", data=body, content_type=kind.encode().decode("latin-1"))
    assert answer.status_code in {303, 400, 413, 415}


HEADERS = [
    "Accept-Language",
    "Accept",
    "Accept-Encoding",
    "Cookie",
    "Origin",
    "Sec-Fetch-Site",
    "Range",
    "If-Modified-Since",
]


@given(WORDS, WORDS, st.dictionaries(st.sampled_from([*HEADERS, "Host", "X-Forwarded-For", "If-None-Match"]), WORDS))
@FEW
def test_no_address_and_no_header_breaks_a_page(calm: Scene, path: str, query: str, headers: dict[str, str]) -> None:
    """Every answer has the policy, and none is a mistake of ours."""
    spelled = {
        name: value.encode("utf-8", "surrogatepass").decode("latin-1").translate(dict.fromkeys((10, 13)))
        for name, value in headers.items()
    }
    for front in ("/", "/en/", "/en/refer/", "/en/open/", "/en/status/ask/", "/en/again/", "/static/", "/api/"):
        address = front + quote(path, safe="/", errors="surrogatepass")
        answer = calm.app.test_client(use_cookies=False).get(
            address, query_string=quote(query, safe="=&", errors="surrogatepass"), headers=spelled
        )
        assert answer.status_code < 500, address
        assert answer.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY) == CONTENT_SECURITY_POLICY
        answer.close()


@given(
    st.dictionaries(st.sampled_from(["stage", "happened_on", "note", "reference", "waiting_for", "expected_by"]), JSON)
)
@FEW
def test_no_signed_message_breaks_the_api(calm: Scene, fields: dict[str, Any]) -> None:
    """It is refused with a field, or its case is not known."""
    rehub = Rehub(calm.app, calm.portal.side.rehub_secret, "RJ-AAAA-2222")
    answer = rehub.send_raw(json.dumps(rehub.write(**fields)).encode())
    assert answer.status_code in {404, 422}


@given(data=st.data())
@FEW
def test_no_form_of_the_desk_breaks(calm: Scene, signed_in: AtDesk, data: st.DataObject) -> None:
    """With a good token; whatever comes of it leads to a page that can be shown."""
    case = f"/case/{calm.ben.case.case_id}"
    paths = ["messages", "move", "check", "requests/lift", "requests/close", "contact"]
    names = ["words", "seen", "then", "has_talked", "checked", "talked", "proof", "contact_method", "phone", "email"]
    fields = data.draw(st.lists(st.tuples(st.one_of(st.sampled_from(names), ANY), WORDS), max_size=8))
    body = write_form([*fields, ("csrf_token", signed_in.find_token("/"))])
    path = data.draw(st.sampled_from(paths))
    answer = signed_in.client.post(f"{case}/{path}", data=body, content_type=FORM)
    assert answer.status_code == 303
    assert signed_in.get(answer.location).status_code == 200
