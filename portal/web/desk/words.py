"""The desk's words by code: notes after an act, mistakes in forms, what became of re:hub's messages."""

from portal.casework.desk import MESSAGE_LENGTH, UPDATE_LENGTH
from portal.casework.take_updates import Outcome
from portal.domain.promises import Rhythm
from portal.texts.labels import option_label

NOTES = {
    "notice_dealt_with": "Taken off the list. That you did is noted.",
    "over": "You were away for 15 minutes, or signed in for 10 hours, so we signed you out. Sign in to go on.",
    "out": "You are signed out.",
    "kept": "What you typed is still here. It was not sent.",
    "again": "That did not go through, and nothing was changed. What you typed is still here: send it again.",
    "checked": "Recorded: you spoke to the person and checked identity, safety and court orders.",
    "agreed": "Recorded: the person agreed, and the first conversation. Tell whoever sent it nothing of this.",
    "agreed_before": "That they agreed was recorded already. Nothing was changed.",
    "declined": "Closed: the person said no. Contact nobody, and tell whoever sent it nothing of this.",
    "moved": "Moved. The person can read it on their page now.",
    "not_moved": "The case stands there already. Nothing was changed.",
    "sent": "Sent. It is on their page now.",
    "sent_before": "This message was sent already. It was not sent twice.",
    "request_confirmed": "Recorded: they told you themself that they asked for this.",
    "lifted": "Recorded: you spoke to the person and checked their phrase. Their page is open again.",
    "closed": "Closed, as they asked.",
    "contact_recorded": "Recorded. The card beside this says how they may be reached from now on.",
    "contact_recorded_before": "This card was recorded already. Nothing was changed.",
    "links_off": "Every link to the page is turned off. Only the code opens it now.",
    "not_allowed": "That is not open just now. Nothing was changed.",
    "out_of_date": "Something changed in this case while you had it open. Look again, then decide. Nothing was done.",
    "not_verified": "This case could not be verified, so nothing was written. Please tell your supervisor.",
    "not_done": "That did not work. Nothing was changed.",
}
_PROBLEMS = {
    "email_missing": "Write your e-mail address",
    "password_missing": "Write your password",
    "otp_missing": "Write the six digits from your app",
    "wrong": "Check all three and try again, with a fresh code. After five wrong tries, wait 15 minutes",
    "check_missing": "Tick all three. If one is still open, finish the conversation first",
    "all_ticks_missing": "Tick all four. If one is still open, finish the conversation first",
    "phrase_wrong": "Write the words they picked to prove themself with",
    "language_missing": "Choose the language they read",
    "card_missing": "Say whether the way on the card is right for them",
    "method_missing": "Choose how they may be reached",
    "proof_missing": "Say how you know that it is them. If you do not, ask the check question first",
    "proof_of_code_missing": "Speak to the person and ask the check question first, then tick the box",
    "lift_missing": "Speak to the person and check their phrase first, then tick the box",
    "message_missing": "Write a message",
    "talk_missing": "Talk with the person first, then tick the box",
}
_OUTCOMES = {
    Outcome.APPLIED: "Shown to the person",
    Outcome.KEPT_OLDER: "Older than what we knew. It changed nothing",
    Outcome.KEPT_REFUSED: "Kept for you: re:hub may not make this move. The person has not seen it",
    Outcome.KEPT_SENSITIVE: "Kept for you: re:hub asks that you talk with the person first. They have not seen it",
}


def note_words(code: str) -> str:
    """Return what a note says."""
    return NOTES[code]


def problem_words(code: str, words: str = "") -> str:
    """Return what to do about a mistake; `words` is what was typed, to say by how much it is too long."""
    match code:
        case "message_too_long":
            return _shorten(MESSAGE_LENGTH, words)
        case "words_too_long":
            return _shorten(UPDATE_LENGTH, words)
        case _:
            return _PROBLEMS[code]


def outcome_words(outcome: Outcome) -> str:
    """Return what became of a message of re:hub's."""
    return _OUTCOMES[outcome]


def rhythm_words(rhythm: Rhythm) -> str:
    """Return how often the person wants to hear."""
    return option_label("rhythm", rhythm.value)


def _shorten(limit: int, words: str) -> str:
    over = max(len(words) - limit, 1)
    return f"Make it shorter: it may have {limit:,} characters, and has {over:,} too many"
