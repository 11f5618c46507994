"""The threat model: what it says is done has a test, what it says is not there is not, and its sum is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.limits import RATES, Counted
from portal.settings import ROOT
from portal.vault.access_codes import DIGITS
from tests.contracts.documents import Proof, Row, list_documents, list_proofs, list_sections, list_tables, list_tests
from tests.contracts.sources import read
from tests.contracts.test_handbook import find_command

MODEL = read(Path("docs/threat-model.md"))
ADDRESSES = read(Path("tests/contracts/test_routes.py")).splitlines()  # which is held to both sites
SECTIONS = list_sections(MODEL)
NO_ATTACKERS = ("What is to be protected", "Not there yet")
PROVED = "proved by"
YEAR, DAY, HOUR = 31_557_600, 86_400, 3600
CASES, PER_SECOND, CORES, SECONDS_A_TRY = 10**6, 278, 64, 0.011


def list_claims(text: str) -> list[Row]:
    """Return the rows that say what we do and what proves it."""
    return [row for table in list_tables(text) if table[0][1:] == (PROVED,) for row in table[1:]]


def list_unproved(text: str) -> list[str]:
    """Return what is claimed without a test, or with one that is not there."""
    claims = list_claims(text)
    return [row[0] for row in claims if not list_proofs(row[1]) or any(map(is_missing, list_proofs(row[1])))]


def is_missing(proof: Proof) -> bool:
    """Say whether there is no such test."""
    path, name = proof
    return name not in list_tests(path)


def test_every_mitigation_names_a_test_that_exists() -> None:
    """What has none is not claimed."""
    assert len(list_claims(MODEL)) > 100
    assert list_unproved(MODEL) == []


@pytest.mark.parametrize(
    "proof",
    ["we are careful", "`tests/house/test_wsgi.py::test_nothing`", "`tests/none.py::test_it_has_no_other_site`"],
)
def test_the_check_finds_what_has_no_test(proof: str) -> None:
    """The contract itself can fail."""
    assert list_unproved(f"| what we do | proved by |\n|---|---|\n| This | {proof} |\n") == ["This"]


@pytest.mark.parametrize("path", list_documents(), ids=str)
def test_every_test_that_a_document_names_exists(path: Path) -> None:
    """Also outside the tables."""
    assert [proof for proof in list_proofs(read(path)) if is_missing(proof)] == []


def test_the_abuser_comes_first_and_every_attacker_leaves_something() -> None:
    """Each attacker has what is done, and all but the last say what remains."""
    attackers = [heading for heading in SECTIONS if heading not in NO_ATTACKERS]
    assert attackers[0] == "Someone with the person's telephone, home or account"
    assert [each for each in attackers if not list_claims(SECTIONS[each])] == []
    assert [each for each in attackers[:-1] if "**What remains**" not in SECTIONS[each]] == []


def is_there(sign: str) -> bool:
    """Say whether what a sign names has been built: an address, module, template, file or command."""
    kind, name = sign.replace("`", "").split(" ", 1)
    match kind:
        case "address":
            return any(line.endswith(f" {name}") for line in ADDRESSES)
        case "module":
            return (ROOT / name.replace(".", "/")).with_suffix(".py").exists()
        case "template":
            return (ROOT / "portal/web/templates" / name).exists()
        case "file":
            return (ROOT / name).exists()
        case _:
            return find_command(tuple(name.split())) is not None


def test_what_is_not_there_yet_is_not_there() -> None:
    """Whoever builds it takes it off the list."""
    (table,) = list_tables(SECTIONS["Not there yet"])
    assert [missing for missing, sign in table[1:] if is_there(sign)] == []


@pytest.mark.parametrize(
    "sign",
    [
        "address `/leave`",
        "module `portal.limits`",
        "template `status/page.html`",
        "file `wsgi.py`",
        "command `keys list`",
    ],
)
def test_each_kind_of_sign_is_seen_when_it_is_there(sign: str) -> None:
    """The list above can fail."""
    assert is_there(sign)
    assert not is_there(sign.replace("`", "`x", 1))


def test_the_sum_is_right() -> None:
    """The odds of guessing, from the program's own constants."""
    codes = 10**DIGITS
    allowed = max(count for count, seconds in RATES[Counted.CODE] if seconds == HOUR)
    within, without = allowed * YEAR / HOUR, PER_SECOND * YEAR
    long, short = (10**digits / CASES * SECONDS_A_TRY for digits in (DIGITS, 16))
    expected = (
        f"{within / 10**6:.2f} × 10^6 | 1 in {round(codes / within / CASES, -6):,.0f} |",
        f"{PER_SECOND * HOUR / allowed:,.0f} networks at once | {without / 10**9:.2f} × 10^9",
        f"1 in {round(codes / without / CASES, -2):,.0f} |",
        f"{long / 10**12:.1f} × 10^12 | {long / CORES / YEAR:.0f} years |",
        f"{short / 10**8:.1f} × 10^8 | {short / CORES / DAY:.0f} days |",
    )
    assert [figure for figure in expected if figure not in MODEL] == []
