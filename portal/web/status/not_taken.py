"""What a person is told when nothing may be added to their case, because part of it could not be trusted."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.follow import clean_message
from portal.domain.errors import Forged
from portal.web.visits import keep_unsent, say


def answer_not_taken(_error: Forged) -> ResponseReturnValue:
    """Lead back to the page, which says so and how to reach a person; what was typed waits there."""
    words = clean_message(request.form.get("words", ""))
    if words:
        keep_unsent(words)
    say("not_taken")
    return redirect(url_for("status.entry"), code=303)
