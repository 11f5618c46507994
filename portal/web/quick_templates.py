"""Templates drawn quickly: phrases put in when a template is compiled, and the parts alike on every page drawn once.

A template is compiled once for each language: its name goes on with the language of the page that it is drawn for.
Holds no words and knows no page; which parts are kept is for the layout to say.
"""

from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flask import Flask, g, request, url_for
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import BaseLoader, Template, TemplateNotFound, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from portal.web.site import Site, choose_language
from portal.web.words import Words

_APART = "\x00"  # between a language and a template's name; no file's name has it
_MANY = 1024
_PURE = frozenset({"button"})  # macros that ask for nothing but what they are given
_OUR_WORDS = frozenset({"slug", "step", "what"})  # parts of addresses that never come from a person
_PHRASES = {"_": "gettext", "gettext": "gettext", "pgettext": "pgettext"}


class QuickEnvironment(Environment):
    """Keeps each template compiled for each language."""

    def __init__(self, app: App, **options: Any) -> None:
        """Make Flask's environment; one of the options is `words`, from which phrases are put in."""
        self._words: Words = options.pop("words")
        super().__init__(app, **options)
        self.loader = _OneFileForAll(self.loader)
        self._found: dict[tuple[str, str], Template | None] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's own name for it)
    ) -> Template:
        """Return a template in the language of the one that asks for it, or of the reader."""
        if isinstance(name, Template) or globals:
            return super().get_template(name, parent, globals)
        asker = parent or choose_language() + _APART
        if (asker, name) not in self._found:
            try:
                self._found[asker, name] = super().get_template(self.join_path(name, asker))
            except TemplateNotFound:
                self._found[asker, name] = None  # some may be missing; the disk is asked once
        found = self._found[asker, name]
        if found is None:
            raise TemplateNotFound(name)
        return found

    def join_path(self, template: str, parent: str) -> str:
        """Go on in the language of the template that includes, extends or imports another."""
        return template if _APART in template else parent.partition(_APART)[0] + _APART + template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals themselves: Jinja compares two maps of them at every import of a macro."""
        return super().make_globals(d) if d else self.globals

    def _generate(self, source: nodes.Template, name: str | None, *more: Any, **options: Any) -> str:
        lang, apart, _ = (name or "").partition(_APART)
        if apart:
            _PutPhrasesIn(self._words, lang).visit(source)
            source.set_environment(self)  # of the nodes that were put in
        return str(super()._generate(source, name, *more, **options))


class _OneFileForAll(BaseLoader):
    """Reads the file of a template's name without its language."""

    def __init__(self, files: BaseLoader | None) -> None:
        if files is None:
            raise TypeError("an application has a folder of templates")
        self._files = files

    def get_source(self, environment: Any, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template."""
        return self._files.get_source(environment, template.rpartition(_APART)[2])

    def list_templates(self) -> list[str]:
        """List the files."""
        return self._files.list_templates()


class _PutPhrasesIn(NodeTransformer):
    """Puts a translation in the place of each phrase that is written out; what it takes is filled in when drawn.

    A macro that draws nothing but what it is given, and is given what is written out, is drawn once.
    """

    def __init__(self, words: Words, lang: str) -> None:
        self._words = words
        self._lang = lang

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (the visitor's own way of naming)
        """Translate `_("…")` and `pgettext("…", "…")`, draw `button(_("…"))` once; leave every other call."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if node.dyn_args or node.dyn_kwargs or not all(map(_is_written_out, node.args)):
            return node
        if name in _PHRASES:
            return self._translate(node, _PHRASES[name])
        if name in _PURE and all(_is_written_out(each.value) for each in node.kwargs):
            return _call("once", [node.node, *node.args], node)
        return node

    def _translate(self, node: nodes.Call, name: str) -> nodes.Node:
        given = [each.value for each in node.args if isinstance(each, nodes.Const)]
        phrase = self._words.mark(self._lang, name, *given)
        marked = nodes.MarkSafe(nodes.Const(str(phrase if node.kwargs else phrase % {})), lineno=node.lineno)
        return _call("fill_in", [marked], node) if node.kwargs else marked


def _is_written_out(node: nodes.Node) -> bool:
    return isinstance(node.expr if isinstance(node, nodes.MarkSafe) else node, nodes.Const)


def _call(name: str, given: list[nodes.Expr], instead_of: nodes.Call) -> nodes.Call:
    """Return a call of a global function in the place of another, with the same named arguments."""
    at = instead_of.lineno
    return nodes.Call(nodes.Name(name, "load", lineno=at), given, instead_of.kwargs, None, None, lineno=at)


def keep_parts(app: Flask) -> None:
    """Give templates what is drawn once: `kept(name, site, …)`, `once(macro, …)`, and a `url_for` that remembers.

    A kept part depends on the language, the trial sign and what it is given; a macro on the language and what it is
    given. Both are given our own words, days and numbers, never anything that a person wrote.
    """

    parts: dict[Hashable, Markup] = {}

    def kept(name: str, site: Site, **given: Hashable) -> Markup:
        key = (name, site.lang, site.is_trial, request.script_root, *given.items())
        if key not in parts:
            if len(parts) >= _MANY:
                parts.clear()
            # Safety: drawn with nothing but these, so that nothing of one visitor can stand in another's page
            part = app.jinja_env.get_template(name).render(site=replace(site, languages=()), **given)
            parts[key] = Markup(part)  # noqa: S704 (our template, escaped)
        return parts[key]

    @lru_cache(maxsize=_MANY)
    def draw(_lang: str, macro: Callable[..., Markup], *given: Hashable, **named: Hashable) -> Markup:
        return macro(*given, **named)

    def once(macro: Callable[..., Markup], *given: Hashable, **named: Hashable) -> Markup:
        return draw(choose_language(), macro, *given, **named)

    app.jinja_env.globals.update(kept=kept, once=once, url_for=_remember_addresses())


def _remember_addresses() -> Callable[..., str]:
    @lru_cache(maxsize=_MANY)
    def find(_lang: str, endpoint: str, **values: Any) -> str:
        return url_for(endpoint, **values)

    def quick_url_for(endpoint: str, **values: Any) -> str:
        lang = g.get("lang")
        # Safety: only addresses made of our own words are remembered, never one that holds a secret link
        if lang is None or request.script_root or not _OUR_WORDS.issuperset(values):
            return url_for(endpoint, **values)
        return find(lang, endpoint, **values)

    return quick_url_for
