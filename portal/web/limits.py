"""Limits at the door: tries are counted before a view does anything.

How many and how long is for portal.limits to say; errors and led tell kindly who must wait. Here is only whom a request
comes from.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue

from portal.limits import Counted
from portal.wiring import DeskPortal, PublicPortal

View = Callable[..., ResponseReturnValue]


def limited(what: Counted) -> Callable[[View], View]:
    """Count every request of a view by its client's address; TooMany before the view runs."""

    def wrap(view: View) -> View:
        @wraps(view)
        def count_first(*args: Any, **values: Any) -> ResponseReturnValue:
            count(what)
            return view(*args, **values)

        return count_first

    return wrap


def count(what: Counted) -> None:
    """Count this request by its client's address; TooMany when there were enough before."""
    _get_portal().limits.take(what, find_client(request.remote_addr or ""))


def find_client(address: str) -> bytes:
    """Return what stands for a client: its address, of IPv6 the network of 64 bits that one subscriber has."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return b""
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped.packed if parsed.ipv4_mapped else parsed.packed[:8]
    return parsed.packed


def _get_portal() -> PublicPortal | DeskPortal:
    portal: PublicPortal | DeskPortal = current_app.extensions["portal"]
    return portal
