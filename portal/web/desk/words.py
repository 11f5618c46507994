"""The desk's words by code: notes after an act, mistakes in forms, what became of re:hub's messages."""

from flask_babel import gettext

from portal.casework.desk import MESSAGE_LENGTH, UPDATE_LENGTH
from portal.domain.promises import Rhythm
from portal.texts.labels import option_label
from portal.texts.question_words import N_

NOTES = {
    "over": N_("You were away for 15 minutes, or signed in for 10 hours, so we signed you out. Sign in to go on."),
    "out": N_("You are signed out."),
    "kept": N_("What you typed is still here. It was not sent."),
    "again": N_("That did not go through, and nothing was changed. What you typed is still here: please send it again."),
    "checked": N_("Recorded: you spoke to the person and checked identity, safety and court orders."),
    "moved": N_("Moved. The person can read it on their page now."),
    "not_moved": N_("The case stands there already. Nothing was changed."),
    "sent": N_("Sent. It is on their page now."),
    "sent_before": N_("This message was sent already. It was not sent twice."),
    "links_off": N_("Every link to the page is turned off. Only the code opens it now."),
    "not_allowed": N_("That move is not open just now. Nothing was changed."),
    "out_of_date": N_("Somebody moved this case while you had it open. Look again, then decide. Nothing was changed."),
    "not_verified": N_("This case could not be verified, so nothing was written. Please tell your supervisor."),
    "unavailable": N_("This is not working just now. Nothing was changed. Please try again in a few minutes."),
    "not_done": N_("That did not work. Nothing was changed."),
}
_PROBLEMS = {
    "email_missing": N_("Write your e-mail address"),
    "password_missing": N_("Write your password"),
    "otp_missing": N_("Write the six digits from your app"),
    "wrong": N_("Check all three and try again, with a fresh code. After five wrong tries, wait 15 minutes"),
    "check_missing": N_("Tick all three. If one is still open, finish the conversation first"),
    "message_missing": N_("Write a message"),
    "talk_missing": N_("Talk with the person first, then tick the box"),
}
_OUTCOMES = {
    "applied": N_("Shown to the person"),
    "kept_older": N_("Older than what we knew. It changed nothing"),
    "kept_refused": N_("Kept for you: re:hub may not make this move. The person has not seen it"),
    "kept_sensitive": N_("Kept for you: re:hub asks that you talk with the person first. They have not seen it"),
}


def note_words(code: str) -> str:
    """Return what a note says."""
    return gettext(NOTES[code])


def problem_words(code: str, words: str = "") -> str:
    """Return what to do about a mistake; `words` is what was typed, to say by how much it is too long."""
    match code:
        case "message_too_long":
            return _shorten(MESSAGE_LENGTH, words)
        case "words_too_long":
            return _shorten(UPDATE_LENGTH, words)
        case _:
            return gettext(_PROBLEMS[code])


def outcome_words(code: str) -> str:
    """Return what became of a message of re:hub's."""
    return gettext(_OUTCOMES[code]) if code in _OUTCOMES else code


def rhythm_words(rhythm: Rhythm) -> str:
    """Return how often the person wants to hear."""
    return gettext(option_label("rhythm", rhythm.value))


def _shorten(limit: int, words: str) -> str:
    over = max(len(words) - limit, 1)
    return gettext("Make it shorter: it may have %(limit)d characters, and has %(over)d too many", limit=limit, over=over)
