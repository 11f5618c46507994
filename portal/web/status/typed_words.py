"""What to do about words that were typed on the private page and cannot be sent as they are. No rule is here."""

from flask_babel import gettext

from portal.domain.answers import ProblemCode
from portal.texts.labels import problem_words

_EMPTY = frozenset({"message_empty", "words_empty"})
_TOO_LONG = frozenset({"message_too_long", "words_too_long"})


def say_problem_of_words(said: str, typed: str, limit: int) -> str:
    """Return what to do, in the reader's language; empty when what was said last is about something else."""
    if said in _EMPTY:
        return str(gettext("Write something before you send it"))
    if said in _TOO_LONG:
        words = problem_words("", ProblemCode.TOO_LONG)
        return str(gettext(words, limit=limit, over=max(len(typed) - limit, 0)))
    return ""
