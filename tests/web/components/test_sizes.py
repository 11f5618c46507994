"""Budgets of the static files, and what may not stand in them: they stay in the browser's cache."""

import re
from pathlib import Path

import brotli
import pytest

from tests.web.components.gallery import STATIC, draw_sample

SHEETS = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))
FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())
TELLING = re.compile(r"crime|victim|justice|abus|violen|harm|offend|police|stalk|restorative|danger", re.IGNORECASE)
SIDES = re.compile(
    r"[{;\s-](left|right|top|bottom)\s*:|(margin|padding|border|inset)-(left|right|top|bottom)|float|[\d.]+vw"
)


def packed(content: bytes) -> int:
    """Return the length of some bytes as brotli sends them."""
    return len(brotli.compress(content))


def test_the_sheet_of_every_public_page_fits_in_5_kb() -> None:
    assert packed((STATIC / "site.css").read_bytes()) <= 5 * 1024


def test_the_desks_two_sheets_fit_in_6_kb() -> None:
    assert sum(packed((STATIC / name).read_bytes()) for name in ("site.css", "desk.css")) <= 6 * 1024


def test_the_sheet_that_only_printed_leaflets_have_fits_in_half_a_kb() -> None:
    assert packed((STATIC / "sheet.css").read_bytes()) <= 512


def test_the_scripts_together_fit_in_2_kb() -> None:
    apart = {"timeout.js", "back.js", "inplace.js"}  # no page with a form has the second; the third is asked for
    assert sum(packed(path.read_bytes()) for path in SCRIPTS if path.name not in apart) <= 2 * 1024


def test_the_script_that_only_discreet_pages_have_fits_in_3_kb() -> None:
    assert packed((STATIC / "inplace.js").read_bytes()) <= 3 * 1024


def test_the_script_that_a_page_waits_for_fits_in_half_a_kb() -> None:
    assert packed((STATIC / "back.js").read_bytes()) <= 512


def test_a_first_page_with_everything_fits_in_14_kb() -> None:
    parts = (
        draw_sample("home").encode(),
        *((STATIC / name).read_bytes() for name in ("site.css", "exit.js")),
    )
    assert sum(packed(part) for part in parts) <= 14 * 1024


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_stays_in_the_cache_says_nothing_about_the_person(path: Path) -> None:
    assert not TELLING.findall(path.read_text() + path.name)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_names_no_side_of_the_page(path: Path) -> None:
    assert not SIDES.findall(path.read_text())
    assert "url(" not in path.read_text()
