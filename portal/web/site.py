"""What every template is given of the site: names, languages and the addresses of the fixed places."""

from dataclasses import dataclass
from functools import lru_cache

from flask import g, request, url_for
from flask_babel import gettext

from portal.settings import Settings
from portal.texts.languages import OFFERED, best_language, find_language


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the menu, named in its own script, leading to the same page."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of a page that do not depend on what it says."""

    name: str
    lang: str
    direction: str
    languages: tuple[LanguageLink, ...]
    is_trial: bool
    is_reviewed: bool
    exit_url: str
    exit_destination: str
    home_url: str
    ask_url: str
    status_url: str
    help_url: str
    privacy_url: str
    page_links: tuple[tuple[str, str], ...]


def choose_language() -> str:
    """Return the language of the address, else the best the browser asks for."""
    chosen: str | None = g.get("lang")
    return chosen or best_language(request.headers.get("Accept-Language", ""))


def choose_locale() -> str:
    """Return Babel's name of the language: English is formatted as in Britain."""
    language = find_language(choose_language())
    return language.locale if language else "en_GB"


def make_public_site(settings: Settings, *, is_trial: bool) -> Site:
    """Return the site for the page being answered."""
    lang = choose_language()
    return Site(
        name=settings.site_name,
        lang=lang,
        direction=_direction(lang),
        languages=_list_languages(lang),
        is_trial=is_trial,
        is_reviewed=_is_reviewed(lang),
        exit_url=url_for("ways_out.leave", lang=lang),
        exit_destination=leave_destination(settings, lang),
        home_url=url_for("public.home", lang=lang),
        ask_url=url_for("referral.start", lang=lang),
        status_url=url_for("status.entry", lang=lang),
        help_url=url_for("public.page", lang=lang, slug="get-help-now"),
        privacy_url=url_for("public.page", lang=lang, slug="privacy"),
        page_links=(
            (gettext("What it is"), url_for("public.page", lang=lang, slug="what-it-is")),
            (gettext("Step by step"), url_for("public.page", lang=lang, slug="step-by-step")),
            (gettext("You can ask"), url_for("public.page", lang=lang, slug="you-can-ask")),
            (gettext("Ask for it"), url_for("referral.start", lang=lang)),
            (gettext("Get help now"), url_for("public.page", lang=lang, slug="get-help-now")),
            (gettext("Privacy"), url_for("public.page", lang=lang, slug="privacy")),
        ),
    )


def make_desk_site(settings: Settings) -> Site:
    """Return the site for a page of the desk, which is in English."""
    home = url_for("desk.inbox")
    return Site(
        name=settings.site_name,
        lang="en",
        direction="ltr",
        languages=(),
        is_trial=False,
        is_reviewed=True,
        exit_url=home,
        exit_destination=home,
        home_url=home,
        ask_url=home,
        status_url=home,
        help_url=home,
        privacy_url=home,
        page_links=(),
    )


def leave_destination(settings: Settings, lang: str) -> str:
    """Return the neutral site for a reader's language."""
    return settings.leave_urls.get(lang, settings.leave_url)


@lru_cache(maxsize=64)
def _direction(lang: str) -> str:
    language = find_language(lang)
    return language.direction if language else "ltr"


def _is_reviewed(lang: str) -> bool:
    language = find_language(lang)
    return language is None or language.is_reviewed


def _list_languages(current: str) -> tuple[LanguageLink, ...]:
    # An address without a language (an error page) leads home in the other language.
    endpoint, values = request.endpoint, dict(request.view_args or {})
    if g.get("lang") is None or endpoint is None or request.method != "GET":
        endpoint, values = "public.home", {}
    return tuple(
        LanguageLink(
            code=language.code,
            name=language.name,
            direction=language.direction,
            url=url_for(endpoint, **{**values, "lang": language.code}),
            is_current=language.code == current,
        )
        for language in OFFERED
    )
