"""What a request of the desk stands on: the wired desk, who is signed in, and one word for the next page."""

from flask import current_app, flash, get_flashed_messages
from flask_login import current_user

from portal.casework.sign_in import SignedIn
from portal.wiring import DeskPortal


def get_portal() -> DeskPortal:
    """Return what this app is wired with."""
    portal: DeskPortal = current_app.extensions["portal"]
    return portal


def get_staff() -> SignedIn:
    """Return who is signed in; every page but a few is behind access.require_sign_in."""
    staff: SignedIn = current_user.staff
    return staff


def say(note: str) -> None:
    """Keep one code of words.NOTES for the next page: never anybody's words."""
    flash(note, "note")


def take_said() -> tuple[str, ...]:
    """Return the codes kept for this page."""
    return tuple(str(code) for code in get_flashed_messages(category_filter=["note"]))


def ask_again(problem: str) -> None:
    """Keep the code of a mistake in a form for the next page."""
    flash(problem, "problem")


def take_problems() -> tuple[str, ...]:
    """Return the codes of the mistakes to put right on this page."""
    return tuple(str(code) for code in get_flashed_messages(category_filter=["problem"]))
