"""The front: answers the pages that everybody reads alike from ready bytes, before Flask. Everything else goes on.

A page is made once by the very view that Flask would ask, for what it depends on (its edition), and kept with its
compressed forms and its headers. What depends on a visitor is never kept and never compressed. No words, no rule.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header
from werkzeug.test import create_environ, run_wsgi_app

from portal.texts.languages import best_language

ReadEdition = Callable[[], Hashable]
HeaderList = tuple[tuple[str, str], ...]
FIRST = "/"  # leads on to a language, by the browser's wish
_PLAIN = ""


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of an answer, as the server is given it."""

    headers: HeaderList
    body: bytes


@dataclass(frozen=True, slots=True)
class _Answer:
    """A ready answer by content coding; without forms when it depends on the visitor, so that Flask has to give it."""

    edition: Hashable
    status: str
    forms: Mapping[str, _Form]


class Front:
    """Answers GET and HEAD of its addresses; hands everything else to the application behind it."""

    def __init__(
        self, behind: WSGIApplication, addresses: Iterable[str], read_edition: ReadEdition, apart: str = ""
    ) -> None:
        """Take the addresses to answer; nothing is made before it is asked for. An edition compares by ==.

        `apart` names a cookie whose holders may be shown a page otherwise: they are always answered by Flask.
        """
        self._behind = behind
        self._is_apart = re.compile(rf"(?:^|[;\s]){re.escape(apart)}=").search if apart else None
        self._addresses = frozenset(addresses)
        self._read_edition = read_edition
        self._answers: dict[tuple[str, str], _Answer] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from ready bytes, or let Flask answer."""
        address, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if address in self._addresses and method in {"GET", "HEAD"} and not self._needs_flask(environ):
            wish = best_language(environ.get("HTTP_ACCEPT_LANGUAGE", "")) if address == FIRST else ""
            answer = self._find(address, wish)
            if answer and answer.forms:
                coding = _choose_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
                form = answer.forms.get(coding) or answer.forms[_PLAIN]
                start_response(answer.status, list(form.headers))
                return [form.body] if method == "GET" else []
        return self._behind(environ, start_response)

    def _needs_flask(self, environ: WSGIEnvironment) -> bool:
        """Say whether the address goes on, the site lies below another, or the visitor may be shown it otherwise."""
        if environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME"):
            return True
        # Safety: who asked for discretion must never get the page that everybody else gets
        return self._is_apart is not None and bool(self._is_apart(environ.get("HTTP_COOKIE", "")))

    def _find(self, address: str, wish: str) -> _Answer | None:
        edition, kept = self._read_edition(), self._answers.get((address, wish))
        if kept is None or kept.edition != edition:
            kept = self._make(address, wish, edition)
            if kept is not None:
                self._answers[address, wish] = kept
        return kept

    def _make(self, address: str, wish: str, edition: Hashable) -> _Answer | None:
        """Ask the application as somebody with no cookie would; None when it failed, which is never kept."""
        asked = create_environ(address, headers={"Accept-Language": wish} if wish else None)
        parts, status, headers = run_wsgi_app(self._behind, asked, buffered=True)
        if not status.startswith(("200", "303")):
            return None
        # Safety: what is one visitor's must reach no other, and compressed it would tell its length (BREACH)
        forms = {} if _is_one_visitors(headers) else _make_forms(headers, b"".join(parts))
        return _Answer(edition, status, forms)


def _is_one_visitors(headers: Headers) -> bool:
    return "Set-Cookie" in headers or "cookie" in headers.get("Vary", "").lower()


def _make_forms(headers: Headers, body: bytes) -> dict[str, _Form]:
    plain = _Form(tuple(headers), body)
    if not headers.get("Content-Type", "").startswith("text/html") or "Location" in headers:
        return {_PLAIN: plain}
    packed = {_PLAIN: body, "br": brotli.compress(body, quality=11), "gzip": gzip.compress(body, mtime=0)}
    return {coding: _Form(_write_headers(headers, coding, len(form)), form) for coding, form in packed.items()}


def _write_headers(headers: Headers, coding: str, length: int) -> HeaderList:
    written = Headers(headers)
    written["Content-Length"] = str(length)
    if coding:
        written["Content-Encoding"] = coding
    written["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    return tuple(written)


@lru_cache(maxsize=256)
def _choose_coding(accept_encoding: str) -> str:
    """Return the coding to send: brotli, else gzip, else none. RFC 9110 section 12.5.3; q=0 means "not this one"."""
    wanted = parse_accept_header(accept_encoding)
    return next((coding for coding in ("br", "gzip") if wanted.quality(coding) > 0), _PLAIN)
