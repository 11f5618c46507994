"""A site at an address of its own on loopback, for browsers and for clients that speak HTTP by themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Quiet(WSGIRequestHandler):
    """Keeps no log."""

    def log(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def serve(site: Wsgi, host: str = "127.0.0.1") -> Iterator[str]:
    """Give the address at which a site answers until the block ends."""
    server = make_server(host, 0, site, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
