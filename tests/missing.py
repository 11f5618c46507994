"""What to do when a part of the machine is missing: skip with the reason, but fail where nothing may be skipped."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lack(reason: str) -> NoReturn:
    """Skip the test for a reason about this machine; fail it when CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (nothing may be skipped when CI=true)")
    pytest.skip(reason)
