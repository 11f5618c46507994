"""Who may see a page of the desk: everybody signs in, by default; flask-login's user is a session on our side."""

from dataclasses import dataclass

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user

from portal.casework.sign_in import SignedIn, find_signed_in
from portal.web.desk.here import get_portal, say
from portal.web.desk.kept import keep_words_of_request, restore_kept

# Safety: whatever is not named here needs somebody signed in
OPEN = frozenset(
    {
        *("sign_in.show", "sign_in.enter", "sign_in.leave", "errors.not_sent", "errors.wait"),
        *("machines.healthz", "machines.readyz", "machines.robots", "machines.favicon"),
    }
)


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """Somebody at work, as flask-login wants to know them; the id in the cookie is the session's, not the person's."""

    session_id: str
    staff: SignedIn
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what the sealed cookie keeps."""
        return self.session_id


def add_sign_in(app: Flask) -> None:
    """Load who is signed in, and refuse every page to everybody else."""
    # Safety: no cookie can carry this name, so there is no way in by flask-login's "remember me"
    app.config["REMEMBER_COOKIE_NAME"] = "=there is none="
    manager = LoginManager()
    manager.session_protection = None  # the cookie is sealed, and its session ends on our side
    manager.init_app(app, add_context_processor=False)  # an error page must not ask a database that is away
    manager.user_loader(_load_user)
    app.before_request(require_sign_in)


def begin(session_id: str) -> ResponseReturnValue | None:
    """Begin a visit for a new session; return where they were when the last one ended, None for nowhere."""
    staff = find_signed_in(get_portal().side, session_id)
    if staff is None:
        return None
    before = dict(session)
    # Safety: nothing planted before signing in stays, the token of forms among it
    session.clear()
    login_user(SignedInUser(session_id, staff))
    session["staff"] = staff.staff_id
    restore_kept(before, staff.staff_id)
    return redirect(before.get("next", url_for("desk.inbox")), code=303)


def require_sign_in() -> ResponseReturnValue | None:
    """Send everybody who is not signed in to sign in, and back afterwards; what they typed is kept."""
    if request.endpoint in OPEN or current_user.is_authenticated or request.endpoint is None:
        return None
    if "_user_id" in session:
        keep_words_of_request()
        session.pop("_user_id")
        say("over")
    session["next"] = find_page_of_request()
    return redirect(url_for("sign_in.show"), code=303)


def find_page_of_request() -> str:
    """Return the address of the page that a request belongs to: itself, or the case a form stands on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    case_id = (request.view_args or {}).get("case_id")
    return url_for("case.show", case_id=case_id) if case_id else url_for("desk.inbox")


def _load_user(session_id: str) -> SignedInUser | None:
    staff = find_signed_in(get_portal().side, session_id)
    return SignedInUser(session_id, staff) if staff else None
