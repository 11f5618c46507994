"""The README that re:hub's developers read: its message is taken and its signing code signs."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from portal.domain.errors import Forged
from portal.settings import ROOT
from portal.vault.webhooks import verify_webhook
from portal.web.rehub.models import UpdateData, parse_update
from portal.web.rehub.problems import PROBLEMS

README = (ROOT / "portal" / "web" / "rehub" / "README.md").read_text("utf-8")


def find_block(language: str) -> str:
    """Return the one code block of a language."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(block)


def test_its_signing_code_signs(tmp_path: Path) -> None:
    example = tmp_path / "example.py"
    example.write_text(find_block("python"), "utf-8")
    made = runpy.run_path(str(example))
    assert verify_webhook(made["SECRET"], made["BODY"], made["HEADERS"]) == made["HEADERS"]["webhook-id"]
    with pytest.raises(Forged):
        verify_webhook(made["SECRET"], made["BODY"] + b" ", made["HEADERS"])


def test_its_message_is_one() -> None:
    assert parse_update(find_block("json").encode()).case_reference == "RJ-AAAA-2222"


def test_it_names_every_field_and_every_refusal() -> None:
    assert {name for name in UpdateData.model_fields if f"`{name}`" not in README} == {"reference"}
    answered = set(re.findall(r"\b[45]\d\d\b", README[README.index("## Read the answer") :]))
    assert {str(status) for status in PROBLEMS} - answered == {"400", "405"}
