"""What the log gets of an error that nobody expected: its kind and its place, never its text."""

import logging

from flask import Flask
from werkzeug.exceptions import HTTPException, InternalServerError

_log = logging.getLogger(__name__)


def log_place(error: BaseException) -> None:
    """Log the type of an unexpected error and where it was raised."""
    _log.error("unexpected %s", _describe(error))


def find_cause(error: HTTPException) -> Exception | None:
    """Return what was raised while another error was being answered, which Flask hands over wrapped; else None."""
    cause = error.original_exception if isinstance(error, InternalServerError) else None
    return cause if isinstance(cause, Exception) else None


def keep_texts_out(app: Flask) -> None:
    """See that also Flask's own log, of errors in the answering of errors, tells no address and quotes nobody."""
    app.logger.addFilter(_keep_place_only)


def _keep_place_only(record: logging.LogRecord) -> bool:
    # Safety: Flask writes the address, which may be a secret link, and a trace, which may quote what somebody wrote
    error = record.exc_info[1] if record.exc_info else None
    record.msg, record.args = "unexpected %s", (_describe(error) if error else "error",)
    record.exc_info = record.exc_text = None
    return True


def _describe(error: BaseException) -> str:
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    return f"{type(error).__name__} at {where}"
