"""The whole addresses of a page in the languages that have it, for search engines. One that falls back is not one."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from portal.texts.languages import DEFAULT, OFFERED
from portal.texts.links import HOME
from portal.web.visits import get_portal

ANY = "x-default"  # for every language that is not offered


def list_alternates(slug: str) -> Mapping[str, str]:
    """Return the addresses of a content page by language."""
    library = get_portal().library
    translated = [each.code for each in OFFERED if not library.page(each.code, slug).is_fallback]
    return _write("public.home", translated) if slug == HOME else _write("public.page", translated, slug=slug)


def list_of_information(word: str) -> Mapping[str, str]:
    """Return the addresses by language of the first page of the part after abuse, which has no word of its own."""
    library = get_portal().library
    return _write(
        "information.first", [each.code for each in OFFERED if not library.information(each.code, word).is_fallback]
    )


def list_of_easy(name: str) -> Mapping[str, str]:
    """Return the address of a page that is easy to read, which is in English."""
    return _write("easy.show", [DEFAULT], name=name)


def _write(endpoint: str, langs: list[str], **values: Any) -> dict[str, str]:
    site = get_portal().settings.public_url
    urls = {lang: f"{site}{url_for(endpoint, lang=lang, **values)}" for lang in langs}
    return {**urls, ANY: urls[DEFAULT]}
