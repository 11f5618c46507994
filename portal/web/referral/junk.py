"""What machines do and people hardly do: fill a box nobody sees, and send a whole form within seconds.

Whoever does it sees the same page again, with everything on it, and may press once more. No puzzle, no addresses.
"""

from flask import request

from portal.domain.lifetimes import SHORTEST_FORM
from portal.web.visits import get_portal, time_on_form

TRAP = "website"


def find_junk() -> str:
    """Return why this sending looks like a machine's, as the word that the next page says; empty when it does not."""
    if any(request.form.getlist(TRAP)):
        return "trap"
    # a form that was saved before may be sent as soon as it is open again
    on_form = time_on_form()
    is_quick = on_form is not None and on_form < SHORTEST_FORM
    return "one_moment" if is_quick and get_portal().settings.rate_limits else ""
