"""Which updates of a case are shown: all but those that the service took back before their person saw them."""

from portal.domain.case import Author, EntryKind
from portal.store.chains import OpenedCase, OpenedEntry

UNDOES = "undoes"  # in an update of the service's: the number of the one that it takes back; neither is shown
UNDO_SOURCE = "undo"


def list_shown(opened: OpenedCase) -> tuple[OpenedEntry, ...]:
    """Return the updates that are shown, newest first."""
    undone = find_undone(opened)
    entries = reversed(opened.list_of(EntryKind.UPDATE))
    return tuple(each for each in entries if each.sequence not in undone and UNDOES not in each.body)


def find_undone(opened: OpenedCase) -> frozenset[int]:
    """Return the numbers of the updates that were taken back."""
    entries = (each for each in opened.list_of(EntryKind.UPDATE) if UNDOES in each.body)
    # Safety: only the service takes back; the public site cannot make an update vanish from a page
    return frozenset(int(each.body[UNDOES]) for each in entries if each.author is Author.SERVICE)
