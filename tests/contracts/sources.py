"""What the contracts read: the project's own files, and Python files as trees. Judges nothing."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal.settings import ROOT

MADE_HERE = {".git", ".venv", "var", "build", "__pycache__"}
MADE_HERE |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def list_own_files() -> tuple[Path, ...]:
    """List every file that is tracked, or would be when added; relative to the root."""
    asked = ("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    command = ["git", "-c", "safe.directory=*", *asked]  # also when somebody else owns the folder
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(path.relative_to(ROOT) for path in walk(ROOT)))
    names = sorted(set(listed.split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def walk(folder: Path) -> Iterator[Path]:
    """List the files of a copy without git, leaving out what is made here."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in MADE_HERE:
            yield from walk(path)
        elif path.is_file() and path.suffix not in (".mo", ".pyc"):
            yield path


def list_files(ending: str, *folders: str) -> tuple[Path, ...]:
    """List own files with an ending below any of the folders, relative to the root."""
    return tuple(path for path in list_own_files() if path.suffix == ending and path.parts[0] in folders)


def read(path: Path) -> str:
    """Return the text of an own file."""
    return (ROOT / path).read_text("utf-8")


@cache
def parse(path: Path) -> ast.Module:
    """Return a Python file as a tree."""
    return ast.parse(read(path), str(path))


def name_of(path: Path) -> str:
    """Return the dotted name of a Python file."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def list_imports(path: Path, modules: frozenset[str]) -> Iterator[str]:
    """List what a file imports, wherever in the file: of the project, modules; of others, dotted names."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in modules else base


def list_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the functions and methods of a file."""
    yield from (node for node in ast.walk(parse(path)) if isinstance(node, FUNCTIONS))
