"""What a child is given when the operator has set everything for everyone."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.environment import variable_of
from portal.holders import HOLDERS, Role
from portal.serve import environment_of
from portal.settings import Settings

CHILDREN = (Role.PUBLIC, Role.DESK, Role.WORKER)
SETTINGS = Settings.from_mapping({"PORTAL_DATA_DIR": "/nowhere/data"}, Role.OPERATOR)


@pytest.mark.parametrize("role", CHILDREN)
@pytest.mark.parametrize("ending", ["", "_FILE"])
def test_a_child_never_sees_another_roles_secret(role: Role, ending: str) -> None:
    """Whether it is given itself or by the name of its file."""
    env = {variable_of(name) + ending: "given" for name in HOLDERS} | {"PATH": "/bin", "PORTAL_SITE_NAME": "Here"}
    seen = environment_of(role, SETTINGS, env)
    for name, roles in HOLDERS.items():
        is_seen = variable_of(name) in seen or variable_of(name) + "_FILE" in seen
        assert is_seen is (role in roles), name
    assert (seen["PATH"], seen["PORTAL_SITE_NAME"], seen["PORTAL_DATA_DIR"]) == ("/bin", "Here", "/nowhere/data")


def test_what_the_operator_set_wins_over_the_embedded_files() -> None:
    """Given itself, the embedded file of the same secret is not named; the others still are."""
    seen = environment_of(Role.PUBLIC, SETTINGS, {"PORTAL_LINK_KEY": "own", "PORTAL_SITE_KEY_FILE": "/own/file"})
    assert seen["PORTAL_LINK_KEY"] == "own"
    assert "PORTAL_LINK_KEY_FILE" not in seen
    assert seen["PORTAL_SITE_KEY_FILE"] == "/own/file"
    assert Path(seen["PORTAL_PEPPER_SALT_FILE"]).is_relative_to("/nowhere/data")
