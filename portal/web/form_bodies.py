"""What a form may be sent as: words of our own pages, and nothing else. Refused before anything of it is read.

Limits of size are Flask's (app.MAX_BODY); here a body that is no form, or has a file in it where none belongs, is told
so instead of being taken for a form in which nothing was written.
"""

import io
import time
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import IO, Any

from flask import Flask, Request, abort, request

AT_MOST = 32 * 1024 * 1024
PATIENCE_SECONDS = 20.0
_PIECE = 64 * 1024
_MULTIPART = "multipart/form-data"
_FORMS = frozenset({"application/x-www-form-urlencoded", _MULTIPART})


class RequestInMemory(Request):
    """A request whose files are kept in memory alone; how large it may be is limited elsewhere."""

    def _get_file_stream(self, *_sizes: Any, **_and_names: Any) -> IO[bytes]:
        # Safety: Werkzeug would put a larger file on the disk, as it came, where it can be found later
        return io.BytesIO()


def refuse_other_bodies(
    app: Flask, *, exempt: Collection[str], with_file: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Refuse bodies that are no form (415, or 400 for a broken one), but at these endpoints and blueprints.

    `with_file` are the endpoints whose form has a file in it, and how many bytes such a form may have.
    """

    def check() -> None:
        if request.method != "POST":
            return
        if request.endpoint is None or not {request.endpoint, request.blueprint or ""}.isdisjoint(exempt):
            return
        if not request.mimetype and not request.content_length:
            return  # a button and nothing else
        if request.mimetype not in _FORMS:
            abort(415)
        if request.mimetype == _MULTIPART and not request.mimetype_params.get("boundary"):
            abort(400)
        if request.endpoint and request.endpoint in with_file:
            request.max_content_length = with_file[request.endpoint]
        elif request.files:
            abort(415)

    # before the token of the form is looked for
    app.before_request_funcs.setdefault(None, []).insert(0, check)


def forget_body() -> None:
    """Read what is left of a body that nobody will read, and keep nothing of it.

    A browser shows an answer only when it could send everything; else its user sees "connection reset" and no page.
    """
    length = request.content_length
    left = AT_MOST if length is None else min(length, AT_MOST)
    until = time.monotonic() + PATIENCE_SECONDS
    stream = request.environ["wsgi.input"]
    while left > 0 and time.monotonic() < until:
        part = stream.read(min(left, _PIECE))
        if not part:
            return
        left -= len(part)
