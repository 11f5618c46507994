"""`portal prepare`: makes what is missing, and nothing again."""

from __future__ import annotations

from pathlib import Path

from tests.databases import find_free_port
from tests.processes import clean_environment, run_python


def list_times(folder: Path) -> dict[Path, int]:
    """Return when each file below a folder was last written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_preparing_again_changes_nothing(tmp_path: Path) -> None:
    """Keys, secrets and the first sign-in are made once; the second time says nothing."""
    env = clean_environment(data_dir=str(tmp_path / "data"))
    first = run_python("-m", "portal", "prepare", env=env)
    assert first.returncode == 0, first.stderr
    made = list_times(tmp_path / "data" / "keys") | list_times(tmp_path / "data")
    second = run_python("-m", "portal", "prepare", env=env)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    again = list_times(tmp_path / "data")
    kept = [path for path in made if not path.name.startswith("portal.db")]
    assert len(kept) > 8
    assert all(again[path] == made[path] for path in kept)


def test_a_part_on_a_machine_of_its_own_prepares_files_only(tmp_path: Path) -> None:
    """Its keys come from the operator's machine, and its database user may make no table."""
    nowhere = f"postgresql+psycopg://nobody@127.0.0.1:{find_free_port()}/portal"
    env = clean_environment(data_dir=str(tmp_path / "data"), database_url=nowhere)
    done = run_python("-m", "portal", "prepare", "--files", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "data").exists()
