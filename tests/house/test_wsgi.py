"""What a server imports."""

from __future__ import annotations

import os

import pytest

from tests.processes import clean_environment, run_python

LIST_LOADED = "import sys, wsgi; print(*sorted(name for name in sys.modules if name.startswith('portal')))"

ASK_FOR_PUBLIC = """
import sys, wsgi
try:
    wsgi.public
except Exception as fault:
    print(fault, "portal.web.desk_app" in sys.modules)
"""


def test_importing_it_sets_up_and_builds_nothing() -> None:
    """A server may import it anywhere: no folder, no setting and no site comes of it."""
    env = os.environ | {"PORTAL_NO_SUCH_SETTING": "1", "PORTAL_DATA_DIR": "/nowhere/at/all"}
    done = run_python("-c", LIST_LOADED, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


@pytest.mark.parametrize("name", ["worker", "application"])
def test_it_has_no_other_site(name: str) -> None:
    """A wrong name is refused as Python refuses it."""
    assert "AttributeError" in run_python("-c", f"import wsgi; wsgi.{name}").stderr


def test_the_public_site_does_not_load_the_desk() -> None:
    """Asking for one site builds one: the refusal names the public role's settings only."""
    done = run_python("-c", ASK_FOR_PUBLIC, env=clean_environment())
    assert "PORTAL_PEPPER_SALT (or PORTAL_PEPPER_SALT_FILE) must be set." in done.stdout
    assert done.stdout.endswith("False\n")
