"""What a person's browser carries, sealed, between two requests: the way to their draft or to their page."""

from dataclasses import dataclass, field

from portal.vault.access_codes import Root
from portal.vault.draft_keys import DraftKey
from portal.vault.identities import Identity


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
    """The way to one status page: the root finds the case, the seed opens it."""

    root: Root
    seed: bytes = field(repr=False)
    _key: Identity = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", Identity(self.seed))

    @property
    def key(self) -> Identity:
        """The person's keys."""
        return self._key

    def as_text(self) -> dict[str, str]:
        """Return what the sealed cookie keeps."""
        return {"root": self.root.value.hex(), "seed": self.seed.hex()}

    @classmethod
    def from_text(cls, text: dict[str, str]) -> "PageTicket":
        """Read what as_text wrote."""
        return cls(Root(bytes.fromhex(text["root"])), bytes.fromhex(text["seed"]))
