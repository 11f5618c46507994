"""What two tools say about the whole: types and style. Their settings stand in pyproject.toml."""

from __future__ import annotations

import pytest

from tests.processes import run_python


@pytest.mark.parametrize("tool", [("mypy", "--strict", "portal"), ("ruff", "check", ".")], ids=lambda tool: tool[0])
def test_the_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    """What it prints tells what to mend."""
    done = run_python("-m", *tool, env=None)
    assert done.returncode == 0, done.stdout + done.stderr
