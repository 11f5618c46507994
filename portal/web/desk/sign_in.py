"""Signing in and out: e-mail, password and one-time code on one page; the same answer for any wrong part."""

import json
import logging
from pathlib import Path

from flask import Blueprint, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.casework.sign_in import sign_in, sign_out
from portal.limits import Counted
from portal.web.desk import access
from portal.web.desk.forms import SignInForm
from portal.web.desk.here import ask_again, get_portal, say, take_problems, take_said
from portal.web.desk.words import note_words, problem_words
from portal.web.fields import Field, Problem
from portal.web.limits import limited

blueprint = Blueprint("sign_in", __name__)
_log = logging.getLogger(__name__)
_FIELD_OF = {"email_missing": "email", "password_missing": "password", "otp_missing": "otp", "wrong": "email"}


@blueprint.get("/sign-in")
def show() -> ResponseReturnValue:
    """Show the page, with what was wrong after a try; the password is never filled in again."""
    if current_user.is_authenticated:
        return redirect(url_for("desk.inbox"), code=303)
    problems = {_FIELD_OF[code]: problem_words(code) for code in take_problems()}
    return render_template(
        "desk/sign_in.html",
        fields=_make_fields(session.pop("email", ""), problems),
        problems=tuple(Problem(name, words) for name, words in problems.items()),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("/sign-in")
@limited(Counted.SIGN_IN)
def enter() -> ResponseReturnValue:
    """Sign in with all three parts right; otherwise say so on the page, and never which part was wrong."""
    form = SignInForm()
    session_id = None
    if form.validate():
        portal = get_portal()
        session_id = sign_in(portal.side, form.email.data or "", form.password.data or "", form.otp.data or "")
    answer = access.begin(session_id) if session_id else None
    if answer is None:
        session["email"] = (form.email.data or "")[:120]
        for code in form.list_problems() or ("wrong",):
            ask_again(code)
        return redirect(url_for("sign_in.show"), code=303)
    forget_sign_in_files(get_portal().settings.data_dir, form.email.data or "")
    return answer


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session here and in the browser."""
    if "_user_id" in session:
        sign_out(get_portal().side, str(session["_user_id"]))
    session.clear()
    say("out")
    response = make_response(redirect(url_for("sign_in.show"), code=303))
    # Safety: on a shared computer the browser's Back shows no case after this
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def forget_sign_in_files(data_dir: Path, email: str) -> None:
    """Delete the file that brought somebody their first password, once it was used."""
    for path in (data_dir / "first-sign-in", *data_dir.glob("sign-in-*")):
        try:
            # Safety: a password that lies about is a password that is found
            if json.loads(path.read_text("utf-8"))["email"].lower() == email.lower():
                path.unlink()
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError) as error:
            _log.warning("a sign-in file could not be deleted: %s", type(error).__name__)


def _make_fields(email: str, problems: dict[str, str]) -> tuple[Field, ...]:
    return (
        Field(
            name="email",
            kind="text",
            label="E-mail address",
            value=email,
            problem=problems.get("email", ""),
            autocomplete="username",
            inputmode="email",
            direction="ltr",
            width="half",
        ),
        Field(
            name="password",
            kind="text",
            label="Password",
            problem=problems.get("password", ""),
            autocomplete="current-password",
            is_secret=True,
            direction="ltr",
            width="half",
        ),
        Field(
            name="otp",
            kind="text",
            label="One-time code",
            hint="The six digits your authenticator app shows now.",
            problem=problems.get("otp", ""),
            autocomplete="one-time-code",
            inputmode="numeric",
            direction="ltr",
            width="short",
        ),
    )
