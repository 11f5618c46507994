"""Which process holds which secret, and bytes that never show. It reads no setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")


class Role(StrEnum):
    """Which process asks: each holds only what its own work needs."""

    PUBLIC = "public"
    DESK = "desk"
    WORKER = "worker"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Secret:
    """Bytes that never show in a log, a traceback or a test's output."""

    value: bytes = field(repr=False)

    def __repr__(self) -> str:
        return "Secret(hidden)"


def held(value: T | None) -> T:
    """Return a setting that this role must hold; asking for another role's is a fault in the program."""
    if value is None:
        raise LookupError("this role holds no such setting")
    return value


# Safety: a secret reaches only the roles named here; every other role's settings have None in its place.
HOLDERS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "pepper_salt": frozenset({Role.PUBLIC}),
        "pepper_locator": frozenset({Role.PUBLIC}),
        "pepper_seed": frozenset({Role.PUBLIC}),
        "link_key": frozenset({Role.PUBLIC}),
        "cookie_key": frozenset({Role.PUBLIC, Role.DESK}),
        "site_key": frozenset({Role.PUBLIC}),
        "site_public_key": frozenset({Role.DESK, Role.WORKER}),
        "rehub_secret": frozenset({Role.PUBLIC}),
        "rehub_link_key": frozenset({Role.PUBLIC, Role.WORKER}),
        "service_pins": frozenset({Role.PUBLIC, Role.DESK, Role.WORKER}),
        "keys_dir": frozenset({Role.DESK}),
        "notice_keys_dir": frozenset({Role.WORKER}),
        "smtp_password": frozenset({Role.WORKER}),
        "notify_api_key": frozenset({Role.WORKER}),
        "notify_callback_token": frozenset({Role.PUBLIC}),
    }
)
FROM_FILES = frozenset(HOLDERS) - {"keys_dir", "notice_keys_dir"} | {"database_url", "redis_url"}
