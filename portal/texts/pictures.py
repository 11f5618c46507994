"""Our own small drawings for easy-to-read pages, from content/pictures: each with words for who cannot see it."""

import re
import tomllib
from collections.abc import Mapping
from html import escape
from pathlib import Path

from portal.texts.front_matter import ContentFault
from portal.texts.languages import DEFAULT

_ALLOWED = re.compile(r"</?(?:svg|path|circle|rect)(?: [a-zA-Z-]+=\"[^\"<>]*\")*/?>|\s+")
_SAYS_MORE = re.compile(r"\b(?:style|href|on\w+|url)\b", re.IGNORECASE)


def load_pictures(content_dir: Path, lang: str) -> Mapping[str, str]:
    """Read every drawing as an SVG element that says in words of `lang`, else in English, what it shows, by name.

    Raises ContentFault for a drawing with anything but lines and shapes in it, and for one without words.
    """
    names = {**_read_names(content_dir, DEFAULT), **_read_names(content_dir, lang)}
    files = sorted((content_dir / "pictures").glob("*.svg"))
    return {path.stem: _read(path, names.get(path.stem, "")) for path in files}


def _read(path: Path, words: str) -> str:
    drawing = path.read_text("utf-8").strip()
    if not words:
        raise ContentFault(path, path.stem, "has no words in pictures.toml")
    # Safety: an SVG may hold scripts and addresses elsewhere; on a page for people who are watched neither may run
    if _ALLOWED.sub("", drawing) or _SAYS_MORE.search(drawing) or not drawing.startswith("<svg "):
        raise ContentFault(path, "svg", "must hold nothing but lines and shapes")
    return f'<svg role="img" aria-label="{escape(words)}" {drawing.removeprefix("<svg ")}'


def _read_names(content_dir: Path, lang: str) -> dict[str, str]:
    file = content_dir / lang / "pictures.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
