"""`portal seed-demo`: made-up cases that are like real ones, and only where nobody real is."""

from __future__ import annotations

import json
import stat
from collections import Counter
from pathlib import Path

import pytest

from portal.casework.follow import open_by_code, view_page
from portal.commands.seed_demo import seed_demo_command
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.work import Store
from portal.wiring import wire_public
from tests.builders import PortalData
from tests.commands.conftest import Run
from tests.languages import LANGS


def read_codes(path: Path) -> list[tuple[str, str, str, str]]:
    """Return the lines of the file: reference, code, stage, language."""
    lines = [tuple(line.split()) for line in path.read_text().splitlines()]
    return [(reference, code, stage, language) for reference, code, stage, language in lines]


def test_there_is_a_case_in_every_stage_and_language(run: Run, sqlite_portal_data: PortalData) -> None:
    """Each opens with its code, stands where it should, and every row of it verifies."""
    count = len(LANGS) * len(Stage)
    done = run(seed_demo_command, str(count), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    made = read_codes(Path(told["codes_file"]))
    assert told["cases"] == len(made) == count
    assert Counter((stage, language) for _, _, stage, language in made) == {
        (stage.value, language): 1 for stage in Stage for language in LANGS
    }
    side = wire_public(sqlite_portal_data.settings(Role.PUBLIC)).side
    written = 0
    for reference, code, stage, _ in made:
        opened = open_by_code(side, code)
        assert opened is not None, reference
        page = view_page(side, opened.ticket)
        assert (page.case_reference, page.stage.value, page.refused_count) == (reference, stage, 0)
        assert page.updates[0].happened_on <= side.clock.today()
        written += len(page.messages)
    assert written
    side.store.close()


def test_codes_are_in_a_file_for_nobody_else_and_not_on_the_screen(run: Run) -> None:
    """Running it again adds to the file."""
    first, second = run(seed_demo_command, "1"), run(seed_demo_command, "2")
    path = Path(second.stdout.strip().rsplit(" ", 1)[1])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    codes = [code for _, code, _, _ in read_codes(path)]
    assert len(codes) == 3
    assert not [code for code in codes if code in first.output + second.output]


def test_it_refuses_once_a_service_is_enrolled(run: Run, sqlite_portal_data: PortalData) -> None:
    """Unless somebody says that they mean it."""
    store = Store(sqlite_portal_data.database_url)
    with store.work() as work:
        national = work.services.get("national")
        values = {name: getattr(national, name) for name in national.__slots__}
        work.services.save(type(national)(**{**values, "is_trial": False}))
    store.close()
    refused = run(seed_demo_command, "1")
    assert refused.exit_code == 1
    assert "no trial copy" in refused.output
    assert not (sqlite_portal_data.data_dir / "demo-codes").exists()
    assert run(seed_demo_command, "1", "--yes-this-is-a-trial").exit_code == 0


@pytest.mark.parametrize("count", ["0", "-1", "many", ""])
def test_a_count_that_cannot_be_is_misuse(run: Run, count: str) -> None:
    """Status 2, as everywhere."""
    assert run(seed_demo_command, count).exit_code == 2
