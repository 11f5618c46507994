"""What an operator is told to type or set is there: commands and their options, settings, links, pictures."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click
import pytest

from portal.cli import main
from portal.environment import variable_of
from portal.holders import FROM_FILES
from portal.settings import ROOT, Settings
from tests.contracts.documents import list_anchors, list_commands, list_documents, list_links, list_settings
from tests.contracts.sources import list_own_files, read

DOCUMENTS = list_documents()
PICTURES = Path("docs/pictures")
PICTURE_BYTES = 80_000
SETTINGS = {variable_of(each.name) for each in fields(Settings)} - {"PORTAL_ROLE", "PORTAL_LEAVE_URLS"}
SETTINGS |= {variable_of(name) + "_FILE" for name in FROM_FILES} | {"PORTAL_LEAVE_URL_<LANG>", "PORTAL_LEAVE_URL_AR"}


def find_command(words: tuple[str, ...]) -> click.Command | None:
    """Return the command that words name, None when there is none; what follows a command's name is its own."""
    command: click.Command = main
    context = click.Context(main)
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            return command
        found = command.get_command(context, word)
        if found is None:
            return None
        command = found
    return command


def list_faults(words: tuple[str, ...]) -> list[str]:
    """Return what of a written command is not there: itself, or options of it."""
    command = find_command(words)
    if command is None:
        return [" ".join(words)]
    context = click.Context(command, help_option_names=["-h", "--help"])
    known = {option for each in command.get_params(context) for option in (*each.opts, *each.secondary_opts)}
    return [word for word in words if word.startswith("-") and word not in known]


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_every_command_in_a_document_is_one(path: Path) -> None:
    """With its options, as the command line itself knows them."""
    assert [fault for words in list_commands(read(path)) for fault in list_faults(words)] == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("`portal keys rotate`", ["keys rotate"]),
        ("```sh\nsudo -u portal /opt/portal/.venv/bin/portal backp FILE  # once\n```", ["backp FILE"]),
        ("`.venv/bin/portal backup --all FILE`", ["--all"]),
        ("`portal service add national --name=N --phone P`; User=portal; `portal/cli.py`; `portal --help`", []),
        ("Ask the portal nothing.", []),
    ],
)
def test_the_check_finds_a_command_that_is_none(text: str, faults: list[str]) -> None:
    """The contract itself can fail, and leaves ordinary text alone."""
    assert [fault for words in list_commands(text) for fault in list_faults(words)] == faults


def is_setting(name: str) -> bool:
    """Say whether there is such a setting, or any that begins so."""
    return name in SETTINGS or (name.endswith("_") and any(each.startswith(name) for each in SETTINGS))


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_every_setting_in_a_document_is_one(path: Path) -> None:
    """A misspelt one would be refused at the start."""
    assert [name for name in list_settings(read(path)) if not is_setting(name)] == []


def test_the_check_finds_a_setting_that_is_none() -> None:
    """The contract itself can fail."""
    text = "PORTAL_PEPPER=x PORTAL_DATA_DIR=/var PORTAL_SMTP_… PORTAL_SMPT_…"
    assert [name for name in list_settings(text) if not is_setting(name)] == ["PORTAL_PEPPER", "PORTAL_SMPT_"]


def is_broken(path: Path, target: str) -> bool:
    """Say whether a link of a document leads nowhere in this repository."""
    if target.startswith("https://"):
        return False
    file, _, anchor = target.partition("#")
    found = (ROOT / path.parent / file).resolve() if file else (ROOT / path).resolve()
    if not found.exists() or not found.is_relative_to(ROOT):
        return True
    return bool(anchor) and anchor not in list_anchors(found.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    """Files, and headings in them."""
    assert [target for _, _, target in list_links(read(path)) if is_broken(path, target)] == []
    assert is_broken(path, "nothing-here.md")
    assert is_broken(path, "#nothing-here")


def test_the_readmes_pictures_are_there_are_small_and_are_told_in_words() -> None:
    """Whoever cannot see one reads what it shows."""
    shown = {Path(target): words for is_picture, words, target in list_links(read(Path("README.md"))) if is_picture}
    kept = {path for path in list_own_files() if path.is_relative_to(PICTURES)}
    assert set(shown) == kept
    assert len(kept) >= 3
    assert [words for words in shown.values() if len(words.split()) < 8] == []
    assert [path for path in kept if (ROOT / path).stat().st_size > PICTURE_BYTES] == []
