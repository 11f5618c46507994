"""The walls: nothing grows past what a person can hold in mind. Complexity is ruff's to judge (pyproject.toml)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.contracts.sources import list_files, list_functions, read

CODE = list_files(".py", "portal", "wsgi.py")
TESTS = list_files(".py", "tests")
TEMPLATES = list_files(".html", "portal")
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES, CONFTEST_LINES = 300, 40, 150, 150
POSITIONAL = 6
MIGRATIONS = ("portal", "store", "migrations", "versions")
SILENCER = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+?|type: ignore\[[\w, -]+\])(?P<reason>\s+\W*\w.{7,})?$", re.MULTILINE)
BARE_SILENCER = re.compile(r"#\s*(?:noqa(?!: [A-Z])|type:\s*ignore(?!\[))")


def show(path: Path) -> str:
    """Name a file in a test's name."""
    return str(path)


@pytest.mark.parametrize("path", CODE + TESTS, ids=show)
def test_a_module_stays_within_its_wall(path: Path) -> None:
    """Split it by what it is about before it gets there."""
    assert len(read(path).splitlines()) <= (CONFTEST_LINES if path.name == "conftest.py" else MODULE_LINES)


@pytest.mark.parametrize("path", CODE + TESTS, ids=show)
def test_a_function_stays_within_its_wall(path: Path) -> None:
    """Lines from `def` to the end, and parameters that are told apart by place only."""
    for function in list_functions(path):
        lines = (function.end_lineno or 0) - function.lineno + 1
        is_list = path.parts[:4] == MIGRATIONS  # one table after another, no logic
        assert lines <= FUNCTION_LINES or is_list, f"{function.name} has {lines} lines"
        arguments = function.args
        named = [each.arg for each in (*arguments.posonlyargs, *arguments.args) if each.arg not in ("self", "cls")]
        is_test = path.parts[0] == "tests" and function.name.startswith("test_")
        assert len(named) <= POSITIONAL or is_test, f"{function.name} takes {len(named)} by place"


@pytest.mark.parametrize("path", TEMPLATES, ids=show)
def test_a_template_stays_within_its_wall(path: Path) -> None:
    """A page is a few macros."""
    assert len(read(path).splitlines()) <= TEMPLATE_LINES


THIS = Path(__file__).name


def list_silencers() -> list[tuple[Path, str, str]]:
    """List the comments that silence a check: file, text, reason."""
    found = []
    for path in CODE + TESTS:
        if path.name != THIS:
            found += [(path, match[0], match["reason"] or "") for match in SILENCER.finditer(read(path))]
    return found


def test_silencers_are_rare_and_each_says_why() -> None:
    """Under one in a thousand lines, each naming the check it silences and the reason, on the same line."""
    silencers = list_silencers()
    assert not [path for path in CODE + TESTS if path.name != THIS and BARE_SILENCER.search(read(path))]
    assert not [(path, text) for path, text, reason in silencers if not reason]
    lines = sum(len(read(path).splitlines()) for path in CODE + TESTS)
    assert len(silencers) * 1000 <= lines, f"{len(silencers)} in {lines} lines: {silencers}"


@pytest.mark.parametrize("path", CODE + TESTS, ids=show)
def test_a_module_says_what_it_holds(path: Path) -> None:
    """The first thing in every file."""
    assert ast.get_docstring(ast.parse(read(path)))
