"""Addresses that begin with a language: the value is checked once and put into every address built from there."""

from typing import Any

from flask import Blueprint, abort, g

from portal.texts.languages import find_language


def speak_language(blueprint: Blueprint) -> None:
    """Give a blueprint under /<lang> the language of its address; unknown ones are not found."""

    @blueprint.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        lang = (values or {}).pop("lang", None)
        if lang is None or find_language(lang) is None:
            abort(404)
        g.lang = lang

    @blueprint.url_defaults
    def give(_endpoint: str, values: dict[str, Any]) -> None:
        if "lang" in g:
            values.setdefault("lang", g.lang)
