"""`portal rehub`: sends one signed update over the network and says what was answered; never prints the secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from portal.casework.follow import view_page
from portal.commands.rehub import rehub_group
from portal.domain.stages import Stage
from portal.holders import Role
from portal.web.public_app import create_public_app
from portal.wiring import PublicPortal
from tests.builders import PortalData, Referred, open_page
from tests.databases import find_free_port
from tests.served import serve
from tests.web.rehub.sender import Rehub


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Give the address at which the site answers."""
    with serve(site) as address:
        yield address


def run(data: PortalData, *words: str, typed: str = "") -> Result:
    """Run `portal rehub …` as the operator of this data folder."""
    env = {**data.environment(Role.OPERATOR), "PORTAL_REHUB_SECRET_FILE": None}
    return CliRunner().invoke(rehub_group, words, input=typed, env=env)


def send(data: PortalData, person: Referred, address: str, *words: str) -> Result:
    """Send an update about somebody's case."""
    return run(data, "send", person.receipt.case_reference, *words, "--url", address)


def test_it_sends_every_field(portal_data: PortalData, public: PublicPortal, checked: Referred, address: str) -> None:
    words = ("--happened-on", "2026-11-20", "--expected-by", "2026-12-04", "--waiting-for", "police", "--note", "Hm")
    sent = send(portal_data, checked, address, "rehub_check", *words)
    newest = view_page(public.side, open_page(public.side, checked)).updates[0]
    assert (sent.exit_code, sent.output) == (0, "Applied: the person sees it.\n")
    assert (newest.stage, f"{newest.happened_on}", f"{newest.expected_by}", newest.waiting_for) == (
        Stage.REHUB_CHECK,
        "2026-11-20",
        "2026-12-04",
        "police",
    )


def test_what_is_kept_is_said(portal_data: PortalData, checked: Referred, address: str) -> None:
    days = ("--happened-on", "2026-11-20")
    sent = send(portal_data, checked, address, "rehub_check", *days, "--sensitive", "--json")
    assert (sent.exit_code, json.loads(sent.output)) == (0, {"status": 202, "answer": {"applied": False}})
    assert "Kept" in send(portal_data, checked, address, "rehub_check", *days, "--sensitive").output


def test_a_refusal_is_said_and_fails(portal_data: PortalData, checked: Referred, address: str) -> None:
    refused = send(portal_data, checked, address, "closed", "--happened-on", "2026-11-20")
    assert (refused.exit_code, "409" in refused.output) == (1, True)
    wrong = send(portal_data, checked, address, "closed", "--happened-on", "2026-12-20")
    assert (wrong.exit_code, "(data.happened_on)" in wrong.output) == (1, True)
    unknown = run(portal_data, "send", "RJ-AAAA-2222", "enquiries", "--happened-on", "2026-11-20", "--url", address)
    assert (unknown.exit_code, "404" in unknown.output) == (1, True)


def test_another_secret_is_refused(portal_data: PortalData, checked: Referred, address: str, tmp_path: Path) -> None:
    other = tmp_path / "other.secret"
    other.write_text("whsec_" + "A" * 44)
    refused = send(portal_data, checked, address, "enquiries", "--secret-file", str(other))
    assert (refused.exit_code, "401" in refused.output) == (1, True)


def test_a_site_that_is_away_is_said(portal_data: PortalData, checked: Referred) -> None:
    away = send(portal_data, checked, f"http://127.0.0.1:{find_free_port()}", "enquiries")
    assert (away.exit_code, "does not answer" in away.output) == (1, True)


def test_misuse_is_told_apart(portal_data: PortalData) -> None:
    assert run(portal_data, "send", "RJ-AAAA-2222", "nowhere").exit_code == 2
    assert run(portal_data, "send", "RJ-AAAA-2222", "enquiries", "--happened-on", "today").exit_code == 2


def test_the_secrets_place_is_told_and_never_the_secret(portal_data: PortalData) -> None:
    told = run(portal_data, "secret")
    path = portal_data.data_dir / "rehub.secret"
    assert (told.exit_code, told.output) == (0, f"{path}\n")
    path.unlink()
    assert run(portal_data, "secret").exit_code == 1


def test_a_new_secret_replaces_the_old_one_when_one_is_sure(portal_data: PortalData) -> None:
    path = portal_data.data_dir / "rehub.secret"
    before = path.read_text()
    assert run(portal_data, "secret", "--new", typed="n\n").exit_code == 1
    assert path.read_text() == before
    made = run(portal_data, "secret", "--new", typed="y\n")
    after = path.read_text()
    assert (made.exit_code, after != before, path.stat().st_mode & 0o777) == (0, True, 0o600)
    assert after.strip() not in made.output
    site = create_public_app(portal_data.settings(Role.PUBLIC))
    assert site.extensions["portal"].side.rehub_secret == after.strip()
    site.extensions["portal"].side.store.close()


def test_a_secret_is_changed_in_three_steps_and_nothing_is_refused_meanwhile(
    portal_data: PortalData, checked: Referred
) -> None:
    path = portal_data.data_dir / "rehub.secret"
    old = path.read_text().strip()
    assert run(portal_data, "secret", "--rotate", typed="n\n").exit_code == 1
    made = run(portal_data, "secret", "--rotate", "--yes")
    new, before = path.read_text().split()
    assert (made.exit_code, before, path.stat().st_mode & 0o777) == (0, old, 0o600)
    assert new not in made.output
    assert old not in made.output
    assert run(portal_data, "secret", "--rotate", "--yes").exit_code == 1
    assert answer_by_secret(portal_data, checked, old, new) == [202, 202]
    assert run(portal_data, "secret", "--drop-old", "--yes").exit_code == 0
    assert path.read_text().split() == [new]
    assert answer_by_secret(portal_data, checked, old, new) == [401, 202]


def answer_by_secret(data: PortalData, person: Referred, *secrets: str) -> list[int]:
    """Start the site anew and send one message signed with each secret; return the answers' statuses."""
    site = create_public_app(data.settings(Role.PUBLIC))
    sent = [Rehub(site, secret, person.receipt.case_reference).send() for secret in secrets]
    site.extensions["portal"].side.store.close()
    return [answer.status_code for answer in sent]
