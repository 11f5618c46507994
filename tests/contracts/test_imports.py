"""Who may import whom. The table is the rule; portal/README.md tells it in words."""

from __future__ import annotations

import graphlib
import sys
from pathlib import Path

import pytest

from tests.contracts.sources import list_files, list_imports, name_of

MODULES = {name_of(path): path for path in list_files(".py", "portal", "wsgi.py")}
NAMES = frozenset(MODULES)

# Another's package -> the parts of the portal that may import it; a package not named here may not be used.
USERS = {
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "nacl": {"vault"},
    "itsdangerous": {"vault"},
    "pyotp": {"vault"},
    "standardwebhooks": {"vault"},
    "flask": {"web"},
    "gunicorn": {"door"},
    "flask_babel": {"web"},
    "flask_login": {"web"},
    "flask_wtf": {"web"},
    "wtforms": {"web"},
    "werkzeug": {"web"},
    "jinja2": {"web"},
    "segno": {"web"},
    "markupsafe": {"texts", "web"},
    "whitenoise": {"web"},
    "brotli": {"web"},
    "pydantic": {"web"},
    "pydantic_core": {"web"},
    "babel": {"texts", "web"},
    "markdown_it": {"texts"},
    "frontmatter": {"texts"},
    "bleach": {"texts"},
    "yaml": {"texts"},
    "textstat": {"proofreading"},
    "python_calamine": {"sheets"},
    "holidays": {"wiring"},
    "notifications_python_client": {"channels"},
    "requests": {"channels"},
    "urllib3": {"channels"},
    "limits": {"limits"},
    "click": {"cli", "commands"},
}
EVERYTHING = {name.split(".")[1] for name in NAMES if name.count(".")} | {"wsgi"}
# A part of the portal -> the parts it may never import.
NEVER = {
    "domain": EVERYTHING - {"domain"},
    "casework": {"web", "texts", "channels", "wiring", "embedded", "commands", "cli"},
    "vault": EVERYTHING - {"vault", "domain"},
    "store": EVERYTHING - {"store", "domain", "casework", "vault"},
    "texts": EVERYTHING - {"texts", "domain"},
    "search": EVERYTHING - {"search", "texts", "domain"},
    "proofreading": EVERYTHING - {"proofreading", "texts", "search", "domain"},
    "sheets": EVERYTHING - {"sheets", "domain"},
    "channels": EVERYTHING - {"channels", "domain", "casework"},
    "web": {"store", "vault", "channels", "embedded", "serve", "prepare", "commands", "cli", "worker", "proofreading"},
    "environment": EVERYTHING,
    "lines": EVERYTHING - {"environment"},
    "outside": EVERYTHING - {"environment"},
    "holders": EVERYTHING,
    "settings": EVERYTHING - {"environment", "holders", "lines", "outside"},
    "setup": EVERYTHING,
    "child": EVERYTHING,
    "supervise": EVERYTHING,
}
STANDARD_LIBRARY_ONLY = {"domain", "environment", "holders", "lines", "outside", "settings", "setup", "child"}
STANDARD_LIBRARY_ONLY |= {"prepare", "serve", "supervise"}


def part_of(name: str) -> str:
    """Return the part of the portal a module belongs to: its package, or its own name at the top."""
    return name.split(".")[1] if "." in name else name


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_module_imports_only_what_its_part_may(name: str) -> None:
    """Both the portal's own parts and other people's packages."""
    part, wrong = part_of(name), []
    for imported in list_imports(MODULES[name], NAMES):
        top = imported.split(".")[0]
        if top == "portal":
            is_wrong = part_of(imported) in NEVER.get(part, set())
        else:
            is_wrong = top not in sys.stdlib_module_names and part not in USERS.get(top, set())
        if is_wrong:
            wrong.append(imported)
    assert not wrong


@pytest.mark.parametrize("name", sorted(name for name in NAMES if part_of(name) in STANDARD_LIBRARY_ONLY))
def test_some_parts_need_the_standard_library_only(name: str) -> None:
    """Beside other modules of the portal."""
    tops = {imported.split(".")[0] for imported in list_imports(MODULES[name], NAMES)}
    assert tops <= sys.stdlib_module_names | {"portal"}


def test_no_module_imports_itself_in_a_circle() -> None:
    """An import anywhere in a file counts, also inside a function."""
    graph = {name: set(list_imports(path, NAMES)) & NAMES - {name} for name, path in MODULES.items()}
    graphlib.TopologicalSorter(graph).prepare()


def test_the_rules_name_parts_that_exist() -> None:
    """A part renamed must not slip out of its rule. Channels come with the first notice that is sent."""
    named = set(NEVER) | STANDARD_LIBRARY_ONLY | set().union(*USERS.values())
    assert named - EVERYTHING <= {"channels"}


def test_the_check_sees_an_import_inside_a_function(tmp_path: Path) -> None:
    """The contract itself can fail."""
    hidden = tmp_path / "hidden.py"
    hidden.write_text("def work():\n    from portal import settings\n    import flask.views\n")
    assert list(list_imports(hidden, NAMES)) == ["portal.settings", "flask.views"]
