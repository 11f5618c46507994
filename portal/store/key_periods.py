"""Which keys of a person an entry must carry: those of its time. Read from the signed changes among a case's entries.

A change is written by the public site when a start code is used, and counts only where the service lifted it before:
whoever holds the site's key alone, or writes to the database, gives nobody new keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.case import Lift
from portal.domain.errors import Forged


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The public keys of a person, to seal to and to check signatures with."""

    box: bytes
    sign: bytes


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One change: the number of its entry, the keys before and after, and the entry by which the service lifted it."""

    sequence: int
    before: PersonKeys
    after: PersonKeys
    lifted_by: int


@dataclass(frozen=True, slots=True)
class KeyPeriods:
    """The changes of a case's keys, oldest first, and the keys of now."""

    changes: tuple[KeyChange, ...]
    now: PersonKeys

    @property
    def first(self) -> PersonKeys:
        """The keys that the person began with."""
        return self.changes[0].before if self.changes else self.now

    def find_at(self, sequence: int) -> PersonKeys:
        """Return the keys that counted when an entry of this number was written."""
        later = (change.before for change in self.changes if sequence <= change.sequence)
        return next(later, self.now)


def make_change(before: PersonKeys, after: PersonKeys, lifted_by: int) -> dict[str, Any]:
    """Return what the entry of a change holds; the new keys count from the entry after it."""
    return {"before": _write(before), "after": _write(after), "lifted_by": lifted_by}


def read_periods(
    changes: Sequence[tuple[int, Mapping[str, Any]]], lifts: Mapping[int, Mapping[str, Any]], now: PersonKeys
) -> KeyPeriods:
    """Return the periods of (number, body) of each change; `lifts` are the service's own, by number.

    Raises Forged unless each follows from the one before, was lifted for itself, and the last leads to the keys of now.
    """
    read = tuple(_read(sequence, body) for sequence, body in changes)
    lifted_after = 0
    for index, change in enumerate(read):
        then = read[index + 1].before if index + 1 < len(read) else now
        # Safety: each lift is good for what came after it and before the next change, and so for one change
        is_lifted = lifted_after < change.lifted_by < change.sequence
        if change.after != then or not is_lifted or lifts.get(change.lifted_by, {}).get("lifts") != Lift.CODE:
            raise Forged("the person's keys were changed by nobody who may")
        lifted_after = change.sequence
    return KeyPeriods(read, now)


def _write(keys: PersonKeys) -> dict[str, str]:
    return {"box": keys.box.hex(), "sign": keys.sign.hex()}


def _read(sequence: int, body: Mapping[str, Any]) -> KeyChange:
    try:
        before, after = (
            PersonKeys(bytes.fromhex(body[when]["box"]), bytes.fromhex(body[when]["sign"]))
            for when in ("before", "after")
        )
        return KeyChange(sequence, before, after, int(body["lifted_by"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Forged("a change of keys that cannot be read") from error
