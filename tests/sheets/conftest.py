"""What stages are called, for every file."""

from __future__ import annotations

import pytest

from portal.domain.sheet_rows import name_stages
from portal.domain.stages import Stage
from portal.texts.library import Library
from portal.texts.stage_names import list_stage_names
from portal.wiring import CONTENT


@pytest.fixture(scope="session")
def stages() -> dict[str, Stage]:
    """Give every stage by its code and its English and Welsh names, as the content has them."""
    return name_stages(list_stage_names(Library(CONTENT)))
