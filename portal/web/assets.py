"""Static files made ready to serve: names that are their content's hash, compressed forms, a manifest.

Runs at set-up; the site only reads the manifest. Does not minify, bundle or rewrite: what is in the
source folder is what is sent, and no static file names another.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import quote

import brotli

MANIFEST_NAME = "manifest.json"


def build_assets(source_dir: Path, build_dir: Path) -> None:
    """Write every file of `source_dir` to `build_dir` as `<12 hex>.ext`, with `.br` and `.gz` beside it.

    Does nothing when the build is up to date; removes what the manifest no longer names. The manifest is
    written last, so that it never names a file that is not there.
    """
    sources = _read_sources(source_dir)
    manifest = {name: _hashed_name(name, content) for name, content in sources.items()}
    if _is_current(manifest, build_dir):
        return
    build_dir.mkdir(parents=True, exist_ok=True)
    for name, content in sources.items():
        for suffix, form in _forms(content):
            _write(build_dir / (manifest[name] + suffix), form)
    _write(build_dir / MANIFEST_NAME, json.dumps(manifest, indent=1, sort_keys=True).encode())
    _remove_others(manifest, build_dir)


def load_manifest(build_dir: Path) -> Mapping[str, str]:
    """Return the hashed name of each static file by its plain name; raises `FileNotFoundError` before a build."""
    manifest: dict[str, str] = json.loads((build_dir / MANIFEST_NAME).read_bytes())
    return manifest


def write_data_url(drawing: str) -> str:
    """Return a small SVG drawing as an address that holds it whole: a page that has it asks for nothing."""
    return "data:image/svg+xml," + quote(drawing.replace("\n", ""), safe="/:;,=().-@")


def _read_sources(source_dir: Path) -> dict[str, bytes]:
    files = (path for path in sorted(source_dir.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(source_dir).as_posix(): path.read_bytes() for path in files}


def _hashed_name(name: str, content: bytes) -> str:
    # Safety: no word of it, since a browser keeps the addresses of scripts after everything else was cleared
    return hashlib.sha256(content).hexdigest()[:12] + Path(name).suffix


def _forms(content: bytes) -> tuple[tuple[str, bytes], ...]:
    return (
        ("", content),
        (".br", brotli.compress(content, quality=11)),
        (".gz", gzip.compress(content, compresslevel=9, mtime=0)),
    )


def _expected_names(manifest: Mapping[str, str]) -> set[str]:
    return {hashed + suffix for hashed in manifest.values() for suffix in ("", ".br", ".gz")}


def _is_current(manifest: Mapping[str, str], build_dir: Path) -> bool:
    if not (build_dir / MANIFEST_NAME).is_file() or load_manifest(build_dir) != manifest:
        return False
    return all((build_dir / name).is_file() for name in _expected_names(manifest))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, path)


def _remove_others(manifest: Mapping[str, str], build_dir: Path) -> None:
    kept = _expected_names(manifest) | {MANIFEST_NAME}
    for path in build_dir.rglob("*"):
        if path.is_file() and path.relative_to(build_dir).as_posix() not in kept:
            path.unlink()
