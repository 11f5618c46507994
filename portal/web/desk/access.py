"""Who may see a page of the desk: everybody signs in, by default; flask-login's user is a session on our side."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user

from portal.casework.sign_in import SignedIn, find_signed_in
from portal.domain.errors import NotFound
from portal.web.desk.here import get_portal, say
from portal.web.desk.unsent import ANSWER, CARD, TALKS, keep_words_of_request, restore_kept

IDS = frozenset({"case_id", "notice_id"})
ID_LENGTH, KEPT_LENGTH = 64, 300
# Safety: whatever is not named here needs somebody signed in
OPEN = frozenset(
    {
        *("sign_in.show", "sign_in.enter", "sign_in.leave", "errors.not_sent", "errors.wait", "errors.again"),
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
    app.url_value_preprocessor(_refuse_strange_ids)


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
        path = request.full_path.rstrip("?")
        # a browser silently drops a cookie of more than 4,096 bytes, and its user could never sign in
        short = (each for each in (path, request.path) if len(each) <= KEPT_LENGTH)
        return next(short, url_for("desk.inbox"))
    case_id = (request.view_args or {}).get("case_id")
    if request.endpoint == CARD:
        return url_for("new_contact.show", case_id=case_id, contact_method=request.form.get("contact_method", "")[:40])
    if request.endpoint == ANSWER:
        return url_for("answer.show", case_id=case_id)
    if request.endpoint in TALKS:
        return url_for("talks.show", case_id=case_id)
    if case_id is None and request.blueprint in {"sheet", "letters"}:
        return url_for(f"{request.blueprint}.show")
    return url_for("case.show", case_id=case_id) if case_id else url_for("desk.inbox")


def is_plain_id(text: str) -> bool:
    """Say whether a text may be an id of ours at all."""
    return len(text) <= ID_LENGTH and text.isascii() and text.isalnum()


def _refuse_strange_ids(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take an id that none of ours can be for one that is not there: PostgreSQL cannot even be asked for some."""
    for name in IDS & set(values or {}):
        if not is_plain_id(str((values or {})[name])):
            raise NotFound("no such id")


def _load_user(session_id: str) -> SignedInUser | None:
    staff = find_signed_in(get_portal().side, session_id)
    return SignedInUser(session_id, staff) if staff else None
