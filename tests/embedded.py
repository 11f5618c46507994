"""The embedded default for tests that build a site in the test's own process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.embedded import prepare_data, role_environment
from portal.holders import Role
from portal.settings import Settings

SettingsOf = Callable[[Role], Settings]


@pytest.fixture(scope="session")
def settings_of(tmp_path_factory: pytest.TempPathFactory) -> SettingsOf:
    """Give the settings of each role over one data folder with fresh keys; nobody may write to its database."""
    shared = {"PORTAL_DATA_DIR": str(tmp_path_factory.mktemp("embedded") / "data")}
    operator = Settings.from_mapping(shared, Role.OPERATOR)
    prepare_data(operator)
    return lambda role: Settings.from_mapping(shared | role_environment(operator.data_dir, role), role)
