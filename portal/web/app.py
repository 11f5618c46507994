"""What the public site and the desk have in common: languages, session, CSRF, headers, templates, static files."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

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
from portal.web.alike import find_form_token
from portal.web.assets import load_manifest, write_data_url
from portal.web.headers import HEADERS, add_headers, is_from_another_site
from portal.web.quick_templates import QuickEnvironment, keep_parts
from portal.web.sealed_session import SealedSessionInterface
from portal.web.site import choose_locale
from portal.web.words import Words, bind_words

BUILD = ROOT / "build"
MAX_BODY = 128 * 1024
ICONS = ("favicon.svg", "circle.svg")
_YEAR = 365 * 24 * 3600


class PlainFlask(Flask):
    """Flask, where no view is a coroutine: nine times a request it would be asked."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func


def make_app(
    name: str, settings: Settings, sealer: Sealer, *, cookie_name: str, site_url: str
) -> tuple[Flask, CSRFProtect]:
    """Return an app with everything but pages; static files come before it, from memory-cached files."""
    app = PlainFlask(name, template_folder=str(ROOT / "portal" / "web" / "templates"), static_folder=None)
    words = Words(BUILD / "catalogues")
    app.jinja_environment, app.jinja_options = QuickEnvironment, {"words": words}
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
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as below
    Babel(app, locale_selector=choose_locale).domain_instance = words
    bind_words(app.jinja_env, words)
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
    return _write_date(day, choose_locale())


@lru_cache(maxsize=2048)
def _write_date(day: date, locale: str) -> Markup:
    words = format_date(day, "d MMMM y", locale=locale)
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words)


def bdi(text: str) -> Markup:
    """Return a telephone number, code or reference that reads left to right in any page."""
    return Markup('<bdi dir="ltr" translate="no">') + text + Markup("</bdi>")


def asset_url(name: str) -> str:
    """Return the address of a static file, which carries its content's hash."""
    return f"/static/{current_app.extensions['manifest'][name]}"


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(long_date=long_date, bdi=bdi)
    app.extensions["manifest"] = load_manifest(BUILD / "static")
    files = app.extensions["manifest"]
    icons = {name: escape(write_data_url((BUILD / "static" / files[name]).read_text("utf-8"))) for name in ICONS}
    addresses = {name: f"/static/{file}" for name, file in files.items()}
    app.jinja_env.globals.update(asset=addresses.__getitem__, icon=icons.__getitem__, csrf_token=find_form_token)
    # Safety: Flask-WTF gives templates its own, which knows nothing of pages that are kept for others
    app.context_processor(lambda: {"csrf_token": find_form_token})
    keep_parts(app)


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
