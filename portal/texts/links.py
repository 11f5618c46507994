"""Which addresses a content page may link to, and what they become in a language.

Refuses the rest; does not look whether an outside page still exists.
"""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

HOME = "home"
_INSIDE = re.compile(r"^(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+$")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")
_OUTSIDE_UNSAFE = re.compile(r"[\s\\<>\"'`\x00-\x1f]")


class RefusedLink(ValueError):
    """An address that may not stand on a page."""


def resolve_link(href: str, *, lang: str, slugs: Collection[str]) -> str:
    """Turn an address from a content file into the one on the page.

    `page:step-by-step` is a page of ours (it must exist), `/refer` any other address of ours, both within
    the language; `https://` leaves the site. Telephone numbers come from the helplines, never from a link.
    Raises RefusedLink for anything else.
    """
    if href.startswith("page:"):
        return _resolve_page(href.removeprefix("page:"), lang, slugs)
    if _INSIDE.match(href):
        return f"/{lang}{href}"
    if href.startswith("https://") and is_safe_outside(href):
        return href
    # Safety: `//host`, `javascript:`, `data:` and plain http would leave the site unseen or run a script
    raise RefusedLink(f"the link {href!r} is not page:<slug>, /<address> or https://")


def is_safe_outside(address: str) -> bool:
    """Say whether an https address has a plain host name and nothing that could break out of an attribute."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        has_extras = parts.username is not None or parts.port is not None
    except ValueError:
        return False
    is_plain = not _OUTSIDE_UNSAFE.search(address) and _HOST.match(host)
    return parts.scheme == "https" and bool(is_plain) and not has_extras


def _resolve_page(slug: str, lang: str, slugs: Collection[str]) -> str:
    if slug not in slugs:
        raise RefusedLink(f"there is no page {slug!r}")
    return f"/{lang}/" if slug == HOME else f"/{lang}/{slug}"
