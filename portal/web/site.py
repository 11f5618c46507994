"""What every template is given of the site: names, languages and the addresses of the fixed places."""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import current_app, g, request, url_for
from flask_babel import gettext, pgettext

from portal.settings import Settings
from portal.texts.languages import OFFERED, best_language, find_language

# pages whose question in the address goes along into another language: a place or an area, never anything more
_KEEPS_QUESTION = {
    "find.show": ("q", "area", "cut", "unknown"),
    "referral.start": ("area",),
    "figures.show": ("quarter",),
}
_PLAIN_IN_ADDRESSES = "!$&'()*+,/:;=@"


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
    neutral_url: str
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
    return find_locale(choose_language())


def make_public_site(settings: Settings, *, is_trial: bool) -> Site:
    """Return the site for the page being answered; all but the menu of languages is the same for a whole language."""
    lang = choose_language()
    kept: dict[tuple[str, bool], Site] = current_app.extensions.setdefault("sites", {})
    if request.script_root:
        return _make_public_site(settings, lang, is_trial=is_trial)
    if (lang, is_trial) not in kept:
        kept[lang, is_trial] = _make_public_site(settings, lang, is_trial=is_trial)
    return replace(kept[lang, is_trial], languages=_list_languages(lang))


def _make_public_site(settings: Settings, lang: str, *, is_trial: bool) -> Site:
    return Site(
        name=settings.site_name,
        lang=lang,
        direction=_direction(lang),
        languages=_list_languages(lang),
        is_trial=is_trial,
        is_reviewed=_is_reviewed(lang),
        exit_url=url_for("ways_out.leave", lang=lang),
        exit_destination=leave_destination(settings, lang),
        neutral_url=url_for("ways_out.neutral"),
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
            (gettext("If someone close to you harmed you"), url_for("information.first", lang=lang)),
            (gettext("Ring or write"), url_for("contact.show", lang=lang)),
            (gettext("Privacy"), url_for("public.page", lang=lang, slug="privacy")),
            (gettext("Accessibility"), url_for("public.page", lang=lang, slug="accessibility")),
            (pgettext("link to a page", "Search"), url_for("search.show", lang=lang)),
            (gettext("All pages"), url_for("public.page", lang=lang, slug="all-pages")),
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
        neutral_url=home,
        home_url=home,
        ask_url=home,
        status_url=home,
        help_url=home,
        privacy_url=home,
        page_links=(),
    )


def leave_destination(settings: Settings, lang: str) -> str:
    """Return the neutral site for a reader's language: the operator's choice, the language's own, the one for all."""
    language = find_language(lang)
    own = language.leave_url if language else ""
    return settings.leave_urls.get(lang) or own or settings.leave_url


@lru_cache(maxsize=64)
def find_locale(lang: str) -> str:
    """Return Babel's name of a language."""
    language = find_language(lang)
    return language.locale if language else "en_GB"


@lru_cache(maxsize=64)
def _direction(lang: str) -> str:
    language = find_language(lang)
    return language.direction if language else "ltr"


def _is_reviewed(lang: str) -> bool:
    language = find_language(lang)
    return language is None or language.is_reviewed


def _list_languages(current: str) -> tuple[LanguageLink, ...]:
    # An address without a language (an error page) leads home in the other language.
    is_page = request.path.startswith(f"/{g.get('lang')}/") and request.endpoint is not None and request.method == "GET"
    rest = quote(request.path[len(current) + 1 :], safe=_PLAIN_IN_ADDRESSES) if is_page else "/"
    kept = _KEEPS_QUESTION.get(request.endpoint or "", ())
    asked = urlencode({name: request.args[name] for name in kept if name in request.args})
    rest += f"?{asked}" if asked and is_page else ""
    return tuple(
        LanguageLink(
            code=language.code,
            name=language.name,
            direction=_direction(language.code),
            url=f"{request.script_root}/{language.code}{rest}",
            is_current=language.code == current,
        )
        for language in OFFERED
    )
