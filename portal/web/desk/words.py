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
    "talk_asked": "Asked. Their page says that you would like to talk with them, and nothing of why.",
    "talk_asked_before": "You asked them that already today. Nothing was changed.",
    "try_recorded": "Recorded: somebody tried to reach them today.",
    "try_recorded_before": "A try of today is recorded already. One a day counts.",
    "talk_ended": "Recorded. The talk is over; what you chose stands on their page now.",
    "talk_ended_before": "The talk was over already. Nothing was changed.",
    "file_kept": "The file you chose is still here. Nothing of it was taken in.",
    "file_over": "The file is no longer here: it is kept for half an hour. Choose it again.",
    "file_forgotten": "The file is deleted here. What was taken in before stays.",
    "sheet_taken": "Taken in. Below stands what became of each row.",
    "sheet_not_taken": "Nothing was taken in: something about the file or a case changed. Look again below.",
    "letter_settled": "Taken off the list. That you did is noted.",
    "beside_put": "Done. The person can read it on their page now.",
    "beside_off": "Ended. It is off their page now.",
    "beside_before": "That was so already. Nothing was changed.",
    "rehub_asked": "re:hub gets a mail in a moment. What becomes of it stands below.",
    "rehub_asked_before": "re:hub was asked today, or is being asked now. Nothing was sent twice.",
    "rehub_link_off": "The link is turned off. Nobody can answer with it any more.",
    "rehub_link_off_before": "The link worked no more. Nothing was changed.",
    "rehub_undone": "Taken back. The case stands where it stood before, and the person read nothing of it.",
    "rehub_undone_before": "It was taken back already. Nothing was changed.",
    "rehub_nothing_to_undo": "There is nothing of re:hub's to take back. Nothing was changed.",
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
    "file_missing": "Choose a file that has something in it",
    "lift_missing": "Speak to the person and check their phrase first, then tick the box",
    "message_missing": "Write a message",
    "reason_missing": "Write why, in words that the person reads",
    "talk_missing": "Talk with the person first, then tick the box. Or let it wait until you have talked",
    "how_missing": "Say how you tried to reach them",
    "ground_missing": "Say why the talk may end",
    "shows_missing": "Choose what goes onto their page",
    "told_missing": "Write what they are to read: they were not told by a person",
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
