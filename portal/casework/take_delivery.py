"""Taking a carrier's report on whether a notice arrived. It marks one row, and can cause nothing to be sent."""

from portal.casework.work import PublicSide
from portal.domain.notices import Delivery


def take_delivery(side: PublicSide, reference: str, delivery: Delivery) -> None:
    """Mark the notice of this reference, in the database when this returns; twice is once.

    One that nobody knows, such as a trial notice's, or one dealt with since, changes nothing.
    """
    with side.store.work() as work:
        work.outbox.note_delivery(reference, delivery)
