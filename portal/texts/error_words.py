"""What the public site says when something went wrong: what happened, what is safe, what to do. Message ids.

No status is without words. They never say that nothing is lost where that is not sure, and never whose fault it is
but ours. Read at nine to eleven years; the desk has words of its own (web/desk/error_words.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.texts.question_words import N_


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The words of an error page; `what_is_safe` is empty where there is nothing true to say."""

    heading: str
    what_happened: str
    what_is_safe: str
    what_to_do: str


_WORDS: Mapping[int, ErrorWords] = {
    400: ErrorWords(
        N_("We could not read that"),
        N_("Something got mixed up on the way from your browser to us."),
        N_("Nothing was sent to anyone, and nothing was changed."),
        N_("Go back to the page, load it again and try once more."),
    ),
    403: ErrorWords(
        N_("This page is not open to you"),
        N_("It may belong to somebody else, or we could not be sure that it is safe to show."),
        N_("Nothing was changed."),
        N_(
            "You can start again from the first page. If you asked for help here before, open your page with your code."
        ),
    ),
    404: ErrorWords(
        N_("This page is not here"),
        N_("The address may be old, or have a letter too many."),
        "",
        N_("You can start again from the first page. If somebody gave you a link, check that you have all of it."),
    ),
    405: ErrorWords(
        N_("This page does not work like that"),
        N_("Something was sent to a page that does not take it."),
        N_("Nothing was sent to anyone, and nothing was changed."),
        N_("Go back, and use the buttons on the page."),
    ),
    409: ErrorWords(
        N_("Something changed in the meantime"),
        N_("This was changed or done already, maybe by you in another window."),
        N_("It was not done a second time."),
        N_("Load the page again, see how it is now, and then decide."),
    ),
    413: ErrorWords(
        N_("That was too long"),
        N_("It was more than we can take at once."),
        N_("None of it was sent. What you sent before is still here."),
        N_("Go back and write a little less."),
    ),
    415: ErrorWords(
        N_("We can only take words here"),
        N_("What came was a file or a picture, or it did not come from one of our pages."),
        N_("Nothing was sent to anyone, and nothing was changed."),
        N_("Write in the boxes on the page. You can show papers or pictures later, to a person."),
    ),
    422: ErrorWords(
        N_("We could not use one of the answers"),
        N_("Something in it was not as this page needs it."),
        N_("Nothing was sent to anyone, and nothing was changed."),
        N_("Go back, look at what you wrote, and try again."),
    ),
    429: ErrorWords(
        N_("Please wait a little"),
        N_("There were many tries in a short time: by you, or by somebody who uses the same internet."),
        N_("Nothing that you sent before is lost."),
        N_("Then try again."),
    ),
    500: ErrorWords(
        N_("Something went wrong here"),
        N_("It is our mistake, not yours."),
        N_("What you sent before is still here."),
        N_("Please try again in a few minutes."),
    ),
    503: ErrorWords(
        N_("This is not working just now"),
        N_("A part of this site does not answer. It is not your fault."),
        N_("Nothing that you sent before is lost."),
        N_("Please try again in a few minutes."),
    ),
}
_OTHER = ErrorWords(
    N_("That did not work"),
    N_("We could not do what was asked."),
    N_("Nothing was sent to anyone, and nothing was changed."),
    N_("Go back to the page, load it again and try once more."),
)
# After a form that did not go through: whether we have the words is not always known, so this promises nothing.
TYPED = N_(
    "If you typed something on the last page, we may not have it. It may still be there when you press “Back”."
    " If it is gone, please write it again. Sending it twice does no harm."
)
TYPED_AND_KEPT = N_("What you wrote is kept. It waits for you on your page, and nobody has read it.")


def find_error_words(status: int) -> ErrorWords:
    """Return the words for a status; those of 500 for any mistake of ours that has none of its own."""
    return _WORDS.get(404 if status == 410 else status) or (_WORDS[500] if status >= 500 else _OTHER)
