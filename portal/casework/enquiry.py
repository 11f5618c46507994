"""What a carrier that can be asked about a notice looks like to the use cases. When it is asked is in enquire."""

from collections.abc import Collection
from typing import Protocol

from portal.domain.notices import Known
from portal.domain.safe_contact import Method


class Enquiry(Protocol):
    """A carrier that can be asked about what it may have been handed."""

    @property
    def methods(self) -> Collection[Method]:
        """The methods that it carries."""
        ...

    def ask(self, reference: str) -> Known:
        """Say whether it has a notice of this reference; NOT_THERE only when it surely has none."""
        ...
