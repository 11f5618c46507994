"""Static files are built once, by content, with compressed forms that unpack to the same bytes."""

import gzip
import re
from pathlib import Path

import brotli
import pytest

from portal.web.assets import build_assets, load_manifest


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "site.css").write_text("p{color:#1f2430}" * 20)
    (folder / "mark.svg").write_text("<svg/>")
    return folder


def test_a_name_is_the_hash_of_what_is_in_the_file_and_holds_no_word(source: Path, tmp_path: Path) -> None:
    build_assets(source, tmp_path / "build")
    before = load_manifest(tmp_path / "build")
    (source / "site.css").write_text("p{color:#000}")
    build_assets(source, tmp_path / "build")
    after = load_manifest(tmp_path / "build")
    assert after["mark.svg"] == before["mark.svg"]
    assert after["site.css"] != before["site.css"]
    assert re.fullmatch(r"[0-9a-f]{12}\.css", after["site.css"])


def test_compressed_forms_unpack_to_the_same_bytes(source: Path, tmp_path: Path) -> None:
    build_assets(source, tmp_path / "build")
    built = tmp_path / "build" / load_manifest(tmp_path / "build")["site.css"]
    plain = (source / "site.css").read_bytes()
    assert built.read_bytes() == plain
    assert brotli.decompress(Path(f"{built}.br").read_bytes()) == plain
    assert gzip.decompress(Path(f"{built}.gz").read_bytes()) == plain


def test_a_second_build_writes_nothing(source: Path, tmp_path: Path) -> None:
    build_assets(source, tmp_path / "build")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "build").iterdir()}
    build_assets(source, tmp_path / "build")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "build").iterdir()} == before


def test_a_lost_file_is_made_again_and_an_old_one_goes(source: Path, tmp_path: Path) -> None:
    build_assets(source, tmp_path / "build")
    built = tmp_path / "build" / load_manifest(tmp_path / "build")["site.css"]
    built.unlink()
    build_assets(source, tmp_path / "build")
    assert built.is_file()
    (source / "mark.svg").unlink()
    build_assets(source, tmp_path / "build")
    assert not list((tmp_path / "build").glob("*.svg*"))


def test_there_is_no_manifest_before_a_build(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_manifest(tmp_path)
