"""The cookie of a visit, sealed: Flask's session as an envelope. Its limits are checked by who uses it (visits)."""

from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface

from portal.casework.work import Sealer


class SealedSessionInterface(SessionInterface):
    """Keeps the session in one sealed cookie; sets it only when something was put into it."""

    def __init__(self, sealer: Sealer, cookie_name: str, *, is_secure: bool) -> None:
        self._sealer = sealer
        self._name = cookie_name
        self._is_secure = is_secure

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:  # noqa: ARG002 (Flask's signature)
        """Read the cookie; anything this site did not seal is an empty session."""
        text = request.cookies.get(self._name)
        return SecureCookieSession(self._sealer.open(text) if text else None)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:  # noqa: ARG002 (Flask's signature)
        """Write the cookie when the session changed, remove it when nothing is left in it."""
        if session.accessed:
            # Safety: what depends on the visitor says so, and the front keeps it from everybody else
            response.vary.add("Cookie")
        if not session.modified:
            return
        options: dict[str, Any] = {
            "httponly": True,
            "secure": self._is_secure,
            "samesite": "Lax",
            "path": "/",
        }
        if session:
            # Safety: no Expires, and the sealed times inside count, not the browser's
            response.set_cookie(self._name, self._sealer.seal(dict(session)), **options)
        else:
            response.delete_cookie(self._name, **options)
