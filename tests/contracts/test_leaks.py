"""What no file of the project may hold: a registry's host, a path of somebody's machine, a secret."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from portal.settings import ROOT
from tests.contracts.sources import list_own_files

# Written in pieces, so that this file does not hold them either.
HOSTS = ("py" + "pi", "python" + "hosted", "npm" + "js", "deb.deb" + "ian", "ruby" + "gems")
PATHS = ("wo" + "rk", "fa" + "rm", "ro" + "ot", "ho" + "me", "Us" + "ers")
FORBIDDEN = {
    "a registry's host": rf"\b(?:{'|'.join(map(re.escape, HOSTS))})\.org\b",
    "a path of a machine": rf"(?<![\w.<>{{}}-])/({'|'.join(PATHS)})/[\w.]",
    "a private key": "-----BEGIN" + r" [A-Z ]*PRIVATE KEY-----",
    "a signing secret": "whsec" + r"_[A-Za-z0-9+/]{32,}",
    "a cloud key": r"\bAK" + r"IA[0-9A-Z]{16}\b",
}


def list_leaks(text: str) -> list[str]:
    """List what a text holds that it may not."""
    found = [match[0] for pattern in FORBIDDEN.values() for match in re.finditer(pattern, text)]
    return [each for each in found if not is_example(each)]


def is_example(secret: str) -> bool:
    """Say whether a signing secret in a document says, in its own bytes, that it was made up as an example."""
    content = secret.rpartition("_")[2]
    return secret.startswith("whsec") and b"example" in base64.b64decode(content + "=" * (-len(content) % 4))


@pytest.mark.parametrize("path", list_own_files(), ids=str)
def test_a_file_gives_nothing_away(path: Path) -> None:
    """Whatever kind of file it is."""
    assert not list_leaks((ROOT / path).read_bytes().decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "see /wo" + "rk/main/x",
        'open("/ro' + 'ot/.ssh")',
        "-----BEGIN RSA" + " PRIVATE KEY-----",
        "whsec" + "_" + "Ab0+" * 8,
    ],
)
def test_the_check_finds_each_kind(text: str) -> None:
    """The contract itself can fail."""
    assert list_leaks(text)


MADE_UP = "whsec_" + base64.b64encode(b"made up, an example of words").decode()


@pytest.mark.parametrize("text", [MADE_UP, "/en/home", "/<lang>/refer", "work/main", "../work/a"])
def test_the_check_leaves_ordinary_text_alone(text: str) -> None:
    """Addresses of the site are no paths of a machine; an example of a secret is none."""
    assert not list_leaks(text)
