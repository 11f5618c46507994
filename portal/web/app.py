"""What the public site and the desk have in common: languages, session, CSRF, headers, templates, static files."""

from collections.abc import Callable
from datetime import date

from babel.dates import format_date
from flask import Flask, Response, current_app, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal.casework.work import Sealer
from portal.settings import ROOT, Settings
from portal.web.assets import load_manifest
from portal.web.headers import HEADERS, add_headers, is_from_another_site
from portal.web.sealed_session import SealedSessionInterface
from portal.web.site import choose_locale

BUILD = ROOT / "build"
MAX_BODY = 128 * 1024
_YEAR = 365 * 24 * 3600


def make_app(
    name: str, settings: Settings, sealer: Sealer, *, cookie_name: str, site_url: str
) -> tuple[Flask, CSRFProtect]:
    """Return an app with everything but pages; static files come before it, from memory-cached files."""
    app = Flask(name, template_folder=str(ROOT / "portal" / "web" / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=None,
        WTF_CSRF_SECRET_KEY=sealer.csrf_key,
        WTF_CSRF_TIME_LIMIT=None,  # the sealed visit's own limits count
        WTF_CSRF_SSL_STRICT=False,  # our pages send no referrer; see headers.is_from_another_site
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        BABEL_TRANSLATION_DIRECTORIES=str(BUILD / "catalogues"),
        BABEL_DEFAULT_LOCALE="en_GB",
    )
    is_secure = site_url.startswith("https:")
    app.session_interface = SealedSessionInterface(sealer, cookie_name, is_secure=is_secure)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Babel(app, locale_selector=choose_locale)
    csrf = CSRFProtect(app)
    add_headers(app, site_url)
    _set_up_templates(app)
    _serve_static(app)
    return app, csrf


def refuse_other_sites(app: Flask, answer: Callable[[], Response], exempt_blueprint: str = "") -> None:
    """Answer posts caused by another site with `answer`, before any view runs; machines' API signs instead."""

    def check() -> Response | None:
        if request.method == "POST" and request.blueprint != exempt_blueprint and is_from_another_site():
            # Safety: another site must not push somebody into a page, nor send in their name
            return answer()
        return None

    app.before_request_funcs.setdefault(None, []).insert(0, check)


def long_date(day: date | None) -> Markup:
    """Return a date in the reader's language, in a <time>."""
    if day is None:
        return Markup("")
    words = format_date(day, "d MMMM y", locale=choose_locale())
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words)


def bdi(text: str) -> Markup:
    """Return a telephone number, code or reference that reads left to right in any page."""
    return Markup('<bdi dir="ltr" translate="no">{}</bdi>').format(escape(text))


def asset_url(name: str) -> str:
    """Return the address of a static file, which carries its content's hash."""
    return f"/static/{current_app.extensions['manifest'][name]}"


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(long_date=long_date, bdi=bdi)
    app.extensions["manifest"] = load_manifest(BUILD / "static")
    app.jinja_env.globals["asset"] = asset_url


def _serve_static(app: Flask) -> None:
    def write_headers(headers: dict[str, str], path: str, url: str) -> None:
        del path, url
        headers["X-Content-Type-Options"] = HEADERS["X-Content-Type-Options"]
        headers["Cross-Origin-Resource-Policy"] = HEADERS["Cross-Origin-Resource-Policy"]

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask documents wrapping wsgi_app this way
        app.wsgi_app,
        root=str(BUILD / "static"),
        prefix="static/",
        max_age=_YEAR,
        immutable_file_test=lambda path, url: True,  # noqa: ARG005 (every name carries its content's hash)
        allow_all_origins=False,
        add_headers_function=write_headers,
    )
