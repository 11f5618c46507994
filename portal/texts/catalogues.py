"""From the translators' .po files to the compiled catalogues the application loads.

Compiles only what has changed and checks every translation first; does not extract words from the code
(that is pybabel, see translations/README.md).
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import babel
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from portal.domain.errors import PortalError

FORMAT = "1"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
PERCENT = re.compile(r"%%|%\(\w+\)[sd]|(%)")


class CatalogueFault(PortalError):
    """A translation file that must not be used; names the file and the English words concerned."""

    def __init__(self, path: Path, msgid: str, reason: str) -> None:
        """Keep the parts, so that a check can list them."""
        super().__init__(f"{path}: {msgid!r}: {reason}" if msgid else f"{path}: {reason}")
        self.path = path
        self.msgid = msgid


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What became of one language's file; the counts are of messages."""

    lang: str
    path: Path
    was_compiled: bool
    translated: int
    untranslated: tuple[str, ...]
    unsure: tuple[str, ...]


def compile_catalogues(translations_dir: Path, build_dir: Path) -> tuple[CatalogueReport, ...]:
    """Compile each translations/<lang>/LC_MESSAGES/messages.po to <build_dir>/catalogues/<lang>/LC_MESSAGES/.

    What is still fresh (by digest) is left alone. Messages without a translation and those marked fuzzy are
    shown in English and listed in the report. Raises CatalogueFault, before anything of that language is
    written, when a file cannot be read or a translation's placeholders differ.
    """
    catalogues_dir = build_dir / "catalogues"
    sources = sorted(translations_dir.glob("*/LC_MESSAGES/messages.po"))
    reports = tuple(_compile_one(source, catalogues_dir) for source in sources)
    _remove_unknown(catalogues_dir, {report.lang for report in reports})
    return reports


def _compile_one(source: Path, catalogues_dir: Path) -> CatalogueReport:
    lang = source.parent.parent.name
    target = catalogues_dir / lang / "LC_MESSAGES" / "messages.mo"
    digest = _digest(source)
    before = _find_report(lang, target, digest)
    if before is not None:
        return before
    catalogue = _read(source, lang)
    for message in _list_translated(catalogue):
        _check(source, catalogue, message)
    report = _report(lang, target, catalogue)
    _write(catalogue, report, digest)
    return report


def _digest(source: Path) -> str:
    made_with = f"{FORMAT} {babel.__version__} ".encode("ascii")
    return hashlib.sha256(made_with + source.read_bytes()).hexdigest()


def _find_report(lang: str, target: Path, digest: str) -> CatalogueReport | None:
    """Find what was said when this very file was compiled; None when it has to be compiled (again)."""
    try:
        stamp = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if not target.is_file() or stamp["digest"] != digest:
        return None
    return CatalogueReport(
        lang=lang,
        path=target,
        was_compiled=False,
        translated=stamp["translated"],
        untranslated=tuple(stamp["untranslated"]),
        unsure=tuple(stamp["unsure"]),
    )


def _report(lang: str, target: Path, catalogue: Catalog) -> CatalogueReport:
    messages = [message for message in catalogue if message.id]
    return CatalogueReport(
        lang=lang,
        path=target,
        was_compiled=True,
        translated=len(list(_list_translated(catalogue))),
        untranslated=tuple(_english(m) for m in messages if not any(_forms(m)) and not m.fuzzy),
        unsure=tuple(_english(message) for message in messages if message.fuzzy),
    )


def _read(source: Path, lang: str) -> Catalog:
    try:
        with source.open("rb") as stream:
            return read_po(stream, locale=lang, domain="messages", abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise CatalogueFault(source, "", f"cannot be read: {error}") from error


def _write(catalogue: Catalog, report: CatalogueReport, digest: str) -> None:
    """Write beside and rename, so that a server starting meanwhile never loads half a file."""
    target = report.path
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    with beside.open("wb") as stream:
        write_mo(stream, catalogue, use_fuzzy=False)
    os.replace(beside, target)
    said = {
        "digest": digest,
        "translated": report.translated,
        "untranslated": report.untranslated,
        "unsure": report.unsure,
    }
    beside.write_text(json.dumps(said), encoding="utf-8")
    os.replace(beside, target.with_suffix(".json"))


def _remove_unknown(catalogues_dir: Path, langs: set[str]) -> None:
    for folder in catalogues_dir.glob("*"):
        if folder.is_dir() and folder.name not in langs:
            rmtree(folder)


def _list_translated(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id and any(_forms(message)) and not message.fuzzy)


def _forms(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(str(form or "") for form in text or ("",))


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(str(part) for part in message.id)


def _english(message: Message) -> str:
    return _ids(message)[0]


def _check(source: Path, catalogue: Catalog, message: Message) -> None:
    """Check plural forms and placeholders; a form may leave out the count where a language spells it."""
    english, forms = _ids(message), _forms(message)
    is_plural = len(english) > 1
    if is_plural and (len(forms) != catalogue.num_plurals or not all(forms)):
        reason = f"needs {catalogue.num_plurals} plural forms, all filled"
        raise CatalogueFault(source, english[0], reason)
    allowed = set().union(*(_placeholders(text) for text in english))
    required = allowed.intersection(*(_placeholders(text) for text in english))
    if is_plural:
        required -= {"num"}
    for form in forms:
        found = _placeholders(form)
        if not required <= found <= allowed:
            reason = f"placeholders are {sorted(found)}, not {sorted(allowed)}"
            raise CatalogueFault(source, english[0], reason)
        if _has_stray_percent(form) and not any(_has_stray_percent(text) for text in english):
            raise CatalogueFault(source, english[0], "has a % that is no placeholder (write %%)")


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _has_stray_percent(text: str) -> bool:
    return any(PERCENT.findall(text))
