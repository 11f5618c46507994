"""`portal content check`: a table for an editor, JSON for a machine, and a status for both."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from portal.commands.content import content_group
from portal.settings import ROOT
from portal.wiring import CONTENT
from tests.languages import LANGS


def check(*words: str) -> tuple[int, str]:
    """Return status and words of a check."""
    result = CliRunner().invoke(content_group, ["check", *words])
    return result.exit_code, result.output


def test_it_tells_pages_languages_and_what_to_put_right(tmp_path: Path) -> None:
    """One fault in a copy of the content is named with its page, and the status is 1."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    home = folder / "en" / "pages" / "home.md"
    home.write_text(home.read_text(encoding="utf-8") + "\nYou can move on.\n", encoding="utf-8")
    status, told = check("--folder", str(folder))
    assert status == 1
    assert "fault: en/pages/home: word to avoid: move on" in told.splitlines()
    assert "fault: cy/pages/home: stale: its English has changed since" in told.splitlines()
    assert any(line.startswith("en/stages/received ") for line in told.splitlines())
    assert any(line.startswith("cy  ") for line in told.splitlines())
    status, told = check("--folder", str(folder), "--json")
    report = json.loads(told)
    assert (status, report["is_fit"]) == (1, False)
    assert {"lang": "en", "place": "pages/home", "rule": "word to avoid"}.items() <= next(
        each.items() for each in report["findings"] if each["rule"] == "word to avoid"
    )
    assert [each["lang"] for each in report["standings"]] == [lang for lang in LANGS if lang != "en"]


def test_a_folder_that_is_not_there_is_misuse() -> None:
    """Like any wrong word on the command line."""
    assert check("--folder", "/nowhere-at-all")[0] == 2


def test_the_site_does_not_wait_for_what_counts_syllables() -> None:
    """Only the command loads it, and only when a page is measured."""
    code = "import sys, portal.web.public_app, portal.commands.content; sys.exit('textstat' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
