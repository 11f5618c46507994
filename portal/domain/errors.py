"""One family of errors, named by what the caller does next. Bad input by a person is not an error: see answers."""


class PortalError(Exception):
    """Anything the portal itself refuses; the text is for the log and names no person."""


class NotFound(PortalError):
    """There is no such thing, or the asker may not know that there is."""


class NotAllowed(PortalError):
    """The asker may not do this, now or ever; the rules say so."""


class Invalid(PortalError):
    """What came in breaks its own format; `field` names the part."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class OutOfDate(PortalError):
    """Somebody changed the case in between: read it again, then decide again."""


class AlreadyDone(PortalError):
    """The same request was carried out before; nothing changed now."""


class Expired(PortalError):
    """It was good once and its time is over."""


class Forged(PortalError):
    """A sealed row does not verify: wrong author, wrong place or changed bytes. Show it to nobody."""


class Shut(PortalError):
    """The person shut their page (lock, withdraw, delete): show only what they asked for, and its date."""


class TooMany(PortalError):
    """There were enough tries for now; the next may be made in `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds


class Unavailable(PortalError):
    """A part this needs is not there just now; trying again later is right."""
