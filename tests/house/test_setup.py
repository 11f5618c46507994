"""Setting up: done once, repaired when half made, and every fault one sentence."""

from __future__ import annotations

import ast
import base64
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portal import setup
from portal.settings import ROOT

OLD_ENOUGH = ("wsgi.py", "portal/__init__.py", "portal/setup.py", "tests/__init__.py")
OLD_ENOUGH += ("tests/__main__.py", "tests/system_parts.py")
LOCK = "requirements.lock"


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with one tiny package, made here."""
    folder = tmp_path_factory.mktemp("wheels")
    files = {
        "tiny_part.py": "WORD = 'here'\n",
        "tiny_part-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny-part\nVersion: 1.0\n",
        "tiny_part-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(folder / "tiny_part-1.0-py3-none-any.whl", "w") as wheel:
        record = ""
        for name, content in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={digest},{len(content)}\n"
            wheel.writestr(name, content)
        wheel.writestr("tiny_part-1.0.dist-info/RECORD", record + "tiny_part-1.0.dist-info/RECORD,,\n")
    return folder


@pytest.fixture(scope="session")
def empty_venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a whole virtual environment with nothing but pip."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def project(tmp_path: Path, wheels: Path, empty_venv: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project that needs the tiny package, with a virtual environment that lacks it."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    (wheel,) = wheels.iterdir()
    write_lock(tmp_path, hashlib.sha256(wheel.read_bytes()).hexdigest())
    shutil.copytree(empty_venv, tmp_path / ".venv", symlinks=True)
    return tmp_path


def write_lock(project: Path, digest: str) -> None:
    """Write a lock that accepts the package with this digest only."""
    (project / LOCK).write_text(f"tiny-part==1.0 \\\n    --hash=sha256:{digest}\n")


def ask_word(project: Path) -> str:
    """Return what the tiny package in the project's environment says."""
    command = [project / ".venv" / "bin" / "python", "-c", "import tiny_part; print(tiny_part.WORD)"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


@pytest.mark.parametrize("version", [(3, 5, 0), (3, 10, 13), (2, 7, 18)])
def test_an_old_python_is_refused_in_one_sentence(version: tuple[int, ...]) -> None:
    """The sentence names what is needed and what was found."""
    with pytest.raises(setup.SetupFault, match=r"Python 3\.11 or newer and was started with [\d.]+: install"):
        setup.check_python(version)
    setup.check_python((3, 11))


@pytest.mark.parametrize("name", OLD_ENOUGH)
def test_an_old_python_can_read_far_enough_to_say_so(name: str) -> None:
    """No f-string, no annotated variable, and no annotation that an old Python would trip over."""
    tree = ast.parse((ROOT / name).read_text(), feature_version=(3, 4))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.Match)
        annotation = getattr(node, "returns", None) or getattr(node, "annotation", None)
        assert isinstance(annotation, ast.Name | ast.Constant | None), ast.unparse(annotation)


def test_what_is_locked_is_installed_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second start has nothing to do and says nothing."""
    setup.make_ready(str(project), [LOCK])
    assert ask_word(project) == "here"
    assert "Fetching 1 packages, once" in capsys.readouterr().out
    assert str(project) in (project / ".venv" / "bin" / "portal").read_text()
    setup.make_ready(str(project), [LOCK])
    assert capsys.readouterr().out == ""


def test_a_changed_lock_is_installed_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What counts is the lock's content."""
    setup.make_ready(str(project), [LOCK])
    with (project / LOCK).open("a") as lock:
        lock.write("# changed\n")
    capsys.readouterr()
    setup.make_ready(str(project), [LOCK])
    assert "installed." in capsys.readouterr().out


def test_a_package_that_was_changed_is_refused(project: Path) -> None:
    """A package with another digest than the locked one never gets in."""
    write_lock(project, "0" * 64)
    with pytest.raises(setup.SetupFault, match="not the one that was checked, so it was refused"):
        setup.make_ready(str(project), [LOCK])
    assert ask_word(project) == ""


def test_a_lock_without_digests_is_refused(project: Path) -> None:
    """A lock edited by hand installs nothing unchecked."""
    (project / LOCK).write_text("tiny-part==1.0\n")
    with pytest.raises(setup.SetupFault):
        setup.make_ready(str(project), [LOCK])
    assert ask_word(project) == ""


def test_no_network_is_said_in_one_sentence(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words say what to check."""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(setup.SetupFault, match="cannot be reached; check the network and start again"):
        setup.make_ready(str(project), [LOCK])


def test_a_half_made_environment_repairs_itself(project: Path) -> None:
    """An environment without pip, as a kill leaves it, is made anew."""
    shutil.rmtree(project / ".venv" / "lib")
    setup.make_ready(str(project), [LOCK])
    assert ask_word(project) == "here"


def test_a_killed_installation_is_made_anew(project: Path) -> None:
    """After a kill in the middle nothing of what was there is trusted."""
    setup.make_ready(str(project), [LOCK])
    (project / "build" / "setup.lock").write_text("setting up\n")
    (project / ".venv" / "half-written").touch()
    setup.make_ready(str(project), [LOCK])
    assert not (project / ".venv" / "half-written").exists()
    assert ask_word(project) == "here"
    assert (project / "build" / "setup.lock").read_text() == ""


def test_two_starts_at_once_both_end_well(project: Path) -> None:
    """One waits for the other."""
    code = f"from portal import setup; setup.make_ready({str(project)!r}, [{LOCK!r}])"
    starts = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    printed = [start.communicate(timeout=60)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0]
    assert sum(b"Fetching" in words for words in printed) == 1
    assert ask_word(project) == "here"


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    """A file stands where a folder must be."""
    (tmp_path / "build").touch()
    (tmp_path / LOCK).touch()
    with pytest.raises(setup.SetupFault, match=r"Setting up failed: .*; mend that and start again"):
        setup.make_ready(str(tmp_path), [LOCK])


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full; make room and start again."),
        ("\nERROR: something new\n", "look into this: ERROR: something new"),
        ("", "no reason was given"),
    ],
)
def test_any_other_failure_is_explained(output: str, words: str) -> None:
    """The last line a tool printed is better than none."""
    assert words in setup.explain_output(output, "It failed")
