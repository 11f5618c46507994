"""What the desk says when something went wrong: what happened, what is safe, what to do."""

from collections.abc import Mapping

from portal.texts.error_words import ErrorWords

_UNCHANGED = "Nothing was sent, and nothing was changed."
_WORDS: Mapping[int, ErrorWords] = {
    400: ErrorWords(
        "We could not read that",
        "Something got mixed up on the way from your browser to the desk.",
        _UNCHANGED,
        "Go back to the page, load it again and try once more.",
    ),
    403: ErrorWords(
        "This page is not open to you",
        "Your role does not include it, or it could not be verified.",
        "Nothing was changed.",
        "Go to the inbox. If you need this page for your work, ask your supervisor.",
    ),
    404: ErrorWords(
        "This page is not here",
        "It may be a case of another service, or one that was deleted because the person asked for that.",
        "",
        "Look for the case in the inbox.",
    ),
    405: ErrorWords(
        "This page does not work like that",
        "Something was sent to a page that does not take it.",
        _UNCHANGED,
        "Go back, and use the buttons on the page.",
    ),
    409: ErrorWords(
        "Something changed in the meantime",
        "Somebody else, or you in another window, changed this before you.",
        "It was not done a second time.",
        "Load the page again, see how it is now, and then decide.",
    ),
    413: ErrorWords(
        "That was too long",
        "It was more than the desk can take at once.",
        "None of it was sent. What was saved before is still here.",
        "Go back and write less, or choose a smaller file: a spreadsheet may have 1 MB.",
    ),
    415: ErrorWords(
        "The desk can only take words here",
        "What came was a file or a picture, or it did not come from a page of the desk.",
        _UNCHANGED,
        "Write in the boxes on the page.",
    ),
    422: ErrorWords(
        "One of the answers could not be used",
        "Something in it was not as this page needs it.",
        _UNCHANGED,
        "Go back, look at what you wrote, and try again.",
    ),
    429: ErrorWords(
        "Please wait a little",
        "There were many tries from your network in a short time.",
        "Nothing that was saved before is lost.",
        "Then try again.",
    ),
    500: ErrorWords(
        "Something went wrong here",
        "It is our mistake, not yours.",
        "What was saved before is still here.",
        "Please try again in a few minutes. If it happens again, tell whoever looks after the portal when it was.",
    ),
    503: ErrorWords(
        "This is not working just now",
        "A part of the portal does not answer.",
        "Nothing that was saved before is lost.",
        "Please try again in a few minutes. Until then, do nothing that the safe-contact card has not told you.",
    ),
}
_OTHER = ErrorWords(
    "That did not work",
    "The desk could not do what was asked.",
    _UNCHANGED,
    "Go back to the page, load it again and try once more.",
)
OTHER_SITE = ErrorWords(
    "Nothing was changed",
    "That came from another site, so we did not do it.",
    "",
    "If you were on the desk yourself, go to the inbox and try once more.",
)
TYPED = (
    "If you typed something on the last page, the desk may not have it. It may still be there when you press “Back”. "
    "If it is gone, please write it again. Sending it twice does no harm."
)
TYPED_AND_KEPT = "What you typed is kept, and was not sent. It is still on the page."


def find_error_words(status: int) -> ErrorWords:
    """Return the words for a status; those of 500 for any mistake of ours that has none of its own."""
    return _WORDS.get(404 if status == 410 else status) or (_WORDS[500] if status >= 500 else _OTHER)


def say_wait(seconds: int) -> str:
    """Return how long to wait, in whole minutes."""
    minutes = -(-seconds // 60)
    return "Wait one minute." if minutes <= 1 else f"Wait {minutes} minutes."
