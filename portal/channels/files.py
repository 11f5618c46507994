"""Notices as files in the data folder, for a first look and for trying: the words in full, the address masked."""

import os
import re
from pathlib import Path

from portal.domain.notices import Handed, Message

_ID = re.compile(r"[0-9a-f]{32}")


class Files:
    """Writes one file a notice; the same notice again changes nothing."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; it is made with the first notice."""
        self._folder = folder

    def hand_over(self, message: Message) -> Handed:
        """Write the file, whole or not at all; NOT_NOW when the disk refuses."""
        if not _ID.fullmatch(message.notice_id):
            return Handed.REFUSED
        path = self._folder / f"{message.notice_id}.txt"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                _write_whole(path, _draw(message).encode())
        except OSError:
            return Handed.NOT_NOW
        return Handed.ACCEPTED


def mask(address: str) -> str:
    """Return what may be shown of an address: too little to reach anybody."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}***@{domain[:1]}***"
    return f"***{address[-2:]}" if len(address) > 6 else "***"


def _draw(message: Message) -> str:
    lines = (
        ("To", ", ".join(mask(address) for address in message.addresses)),
        ("From", message.sender),
        ("Subject", message.words.subject),
        ("Language", message.words.language),
    )
    return "".join(f"{name}: {value}\n" for name, value in lines) + f"\n{message.words.body}\n"


def _write_whole(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(beside, path)
