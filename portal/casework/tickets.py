"""What a person's browser carries, sealed, between two requests: the way to their draft or to their page."""

from dataclasses import dataclass, field

from portal.vault.access_codes import Root
from portal.vault.draft_keys import DraftKey
from portal.vault.randomness import random_bytes, random_id


@dataclass(frozen=True, slots=True)
class DraftTicket:
    """The way to one draft and, once it is sent, to its receipt."""

    draft_id: str
    seed: bytes = field(repr=False)

    @property
    def key(self) -> DraftKey:
        """The key the draft is sealed under."""
        return DraftKey(self.seed)

    def as_text(self) -> dict[str, str]:
        """Return what the sealed cookie keeps."""
        return {"id": self.draft_id, "seed": self.seed.hex()}

    @classmethod
    def from_text(cls, text: dict[str, str]) -> "DraftTicket":
        """Read what as_text wrote."""
        return cls(text["id"], bytes.fromhex(text["seed"]))


@dataclass(frozen=True, slots=True)
class PageTicket:
    """The way to one status page: the root finds the case, `opens` unwraps its person's keys.

    A wrapping has a key of its own, so that a new PIN or a new code ends every other open screen.
    """

    root: Root
    opens: bytes = field(repr=False)

    def as_text(self) -> dict[str, str]:
        """Return what the sealed cookie keeps."""
        return {"root": self.root.value.hex(), "opens": self.opens.hex()}

    @classmethod
    def from_text(cls, text: dict[str, str]) -> "PageTicket":
        """Read what as_text wrote; what an older program wrote opens nothing."""
        return cls(Root(bytes.fromhex(text["root"])), bytes.fromhex(text.get("opens", "")))


@dataclass(frozen=True, slots=True)
class StartTicket:
    """The way to what a start code makes, and to where the new code is shown; the start code itself is not in it."""

    start_hash: bytes
    key: bytes = field(repr=False)
    shown: DraftTicket

    @classmethod
    def begin(cls, start_hash: bytes, key: bytes) -> "StartTicket":
        """Return a ticket with a fresh place to show the new code in."""
        return cls(start_hash, key, DraftTicket(random_id(), random_bytes(32)))

    def as_text(self) -> dict[str, str]:
        """Return what the sealed cookie keeps."""
        return {"hash": self.start_hash.hex(), "key": self.key.hex(), **self.shown.as_text()}

    @classmethod
    def from_text(cls, text: dict[str, str]) -> "StartTicket":
        """Read what as_text wrote."""
        return cls(bytes.fromhex(text["hash"]), bytes.fromhex(text["key"]), DraftTicket.from_text(text))
