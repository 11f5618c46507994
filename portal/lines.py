"""Whether the lines to database and Redis are encrypted where they leave this machine. It opens none of them."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from portal.environment import is_loopback

# `require` encrypts too, but to whoever answers: it looks at nobody's certificate
SSL_MODES = frozenset({"verify-full", "verify-ca"})


def list_line_faults(database_url: str, redis_url: str) -> list[str]:
    """Return what keeps these addresses from being used, each one sentence for the operator."""
    faults = []
    # Safety: what is plain in the database, and its password's proof, would travel where others listen
    if database_url.startswith("postgresql") and not _is_database_safe(database_url):
        modes = " or ".join(f"sslmode={mode}" for mode in sorted(SSL_MODES, reverse=True))
        faults.append(f"PORTAL_DATABASE_URL must end with ?{modes} unless the database is on this machine.")
    if redis_url.startswith("redis://") and not _is_local(urlsplit(redis_url).hostname or "localhost"):
        faults.append("PORTAL_REDIS_URL must begin with rediss:// unless Redis is on this machine.")
    return faults


def _is_database_safe(url: str) -> bool:
    parts = urlsplit(url)
    options = parse_qs(parts.query, keep_blank_values=True)
    modes = options.get("sslmode", [])
    if modes and SSL_MODES.issuperset(modes):
        return True
    # a service file names a host that is not in the address
    return "service" not in options and all(map(_is_local, _list_hosts(parts.netloc, options)))


def _list_hosts(netloc: str, options: dict[str, list[str]]) -> list[str]:
    """Return every host that the driver may speak to; none when it takes this machine's socket."""
    named = [netloc.rpartition("@")[2], *options.get("host", ()), *options.get("hostaddr", ())]
    return [unquote(host) for each in named for host in each.split(",") if host]


def _is_local(host: str) -> bool:
    if host.startswith("/"):
        return True  # the folder of a socket
    name, _, port = host.rpartition(":")
    is_with_port = bool(name) and port.isdigit() and (":" not in name or name.endswith("]"))
    return is_loopback(name if is_with_port else host)
