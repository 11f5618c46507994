"""`portal prepare`: makes what is missing, and nothing again."""

from __future__ import annotations

from pathlib import Path

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
