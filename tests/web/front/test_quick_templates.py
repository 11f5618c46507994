"""Templates that are compiled for each language: the same words as gettext's, and nothing of one visitor kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g
from jinja2 import TemplateNotFound, meta
from markupsafe import Markup

from portal.settings import ROOT
from portal.texts.languages import OFFERED
from portal.web import quick_templates
from portal.web.quick_templates import QuickEnvironment
from tests.web.scene import Scene

LANGUAGES = [language.code for language in OFFERED]
TEMPLATES = ROOT / "portal" / "web" / "templates"
KEPT = re.compile(r"""\bkept\(\s*["']([^"']+)["']""")
WORDS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
OUR_OWN = WORDS | {"site", "asset", "icon", "kept", "once", "url_for"}


@pytest.fixture(params=LANGUAGES)
def app(request: pytest.FixtureRequest, scene: Scene) -> Iterator[Flask]:
    """Give the public site while it answers somebody, in each language."""
    with scene.app.test_request_context(f"/{request.param}/"):
        g.lang = request.param
        yield scene.app


def draw(app: Flask, source: str, **given: object) -> str:
    """Draw a template made up for a test."""
    environment = app.jinja_env
    assert isinstance(environment, QuickEnvironment)
    name = environment.join_path("made-up.html", g.lang + quick_templates._APART)
    code = environment.compile(source, name)
    return environment.template_class.from_code(environment, code, environment.globals).render(**given)  # type: ignore[arg-type]  # code as compile gives it


@pytest.mark.parametrize(
    ("source", "name", "given", "variables"),
    [
        ("{{ _('Continue') }}", "gettext", ("Continue",), {}),
        ("{{ gettext('Continue') }}", "gettext", ("Continue",), {}),
        ("{% trans %}Continue{% endtrans %}", "gettext", ("Continue",), {}),
        ("{{ pgettext('an answer', 'Change') }}", "pgettext", ("an answer", "Change"), {}),
        ("{% set word = _('Continue') %}{{ word }}", "gettext", ("Continue",), {}),
        ("{{ _('Step %(number)d of %(count)d', number=2, count=n) }}", "gettext",
         ("Step %(number)d of %(count)d",), {"number": 2, "count": 7}),
        ("{{ ngettext('%(num)d day late', '%(num)d days late', n) }}", "ngettext",
         ("%(num)d day late", "%(num)d days late", 7), {"num": 7}),
        ("{{ _(word) }}", "gettext", ("Continue",), {}),
    ],
)  # fmt: skip
def test_a_phrase_is_what_gettext_says(
    app: Flask, source: str, name: str, given: tuple[str | int, ...], variables: dict[str, int]
) -> None:
    """Written out or not, with variables and without."""
    words = app.extensions["babel"].instance.domain_instance
    expected = getattr(words.find(g.lang), name)(*given) % variables
    assert draw(app, source, n=7, word="Continue") == expected


def test_a_phrase_written_out_is_put_in_when_the_template_is_compiled(scene: Scene) -> None:
    """And then costs nothing: there is no call left of it."""
    environment = scene.app.jinja_env
    code = environment.compile("<p>{{ _('Continue') }}</p>", f"ar{quick_templates._APART}x", raw=True)
    words = scene.app.extensions["babel"].instance.domain_instance.find("ar").gettext("Continue")
    assert f"<p>{words}</p>" in code
    assert "context.call" not in code


def test_what_is_filled_in_is_escaped_and_per_cent_signs_stay_as_jinja_has_them(app: Flask) -> None:
    """A name with a tag in it does no harm."""
    for phrase in ("Your service is %(name)s", "made up %(name)s"):
        assert "&lt;b&gt;" in draw(app, f"{{{{ _('{phrase}', name=name) }}}}", name="<b>")
        assert "<b>" in draw(app, f"{{{{ _('{phrase}', name=name) }}}}", name=Markup("<b>"))
    assert draw(app, "{{ _('made up 100 %%') }}{{ _(word) }}", word="made up 50 %%") == "made up 100 %made up 50 %"


def test_every_template_compiles_in_every_language(app: Flask) -> None:
    """Includes and imports go on in the same language."""
    for file in TEMPLATES.rglob("*.html"):
        app.jinja_env.get_template(file.relative_to(TEMPLATES).as_posix())
    for name in ("no/such.html", "no/such.html"):
        with pytest.raises(TemplateNotFound):
            app.jinja_env.get_template(name)


def list_kept() -> Iterator[tuple[str, str]]:
    """List the parts that templates have kept, and the templates they are made of."""
    for file in TEMPLATES.rglob("*.html"):
        for name in KEPT.findall(file.read_text("utf-8")):
            yield name, name
            queue = [name]
            while queue:
                source = (TEMPLATES / queue.pop()).read_text("utf-8")
                for other in re.findall(r"""(?:import|include|from|extends)\s+["']([^"']+\.html)["']""", source):
                    queue.append(other)
                    yield name, other


@pytest.mark.parametrize(("part", "template"), sorted(set(list_kept())))
def test_a_kept_part_asks_for_nothing_of_a_visitors(scene: Scene, part: str, template: str) -> None:
    """Neither it nor a macro in it: no token, no session, no request, nothing that a page is given."""
    environment, source = scene.app.jinja_env, Path(TEMPLATES / template).read_text("utf-8")
    asked = meta.find_undeclared_variables(environment.parse(source))
    first_line = Path(TEMPLATES / part).read_text("utf-8").splitlines()[0]
    assert "kept" in first_line
    assert asked & set(environment.globals) <= OUR_OWN
    assert asked - OUR_OWN <= set(re.findall(r"\w+", first_line))


def test_only_addresses_of_our_own_words_are_remembered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret link is built anew each time, so that it stays in no memory."""
    built, real = list[str](), quick_templates.url_for

    def build(endpoint: str, **values: str) -> str:
        built.append(endpoint)
        return real(endpoint, **values)

    monkeypatch.setattr(quick_templates, "url_for", build)
    url_for = quick_templates._remember_addresses()
    for _ in range(3):
        assert url_for("status.open_by_link", link="secret") == f"/{g.lang}/open/secret"
        assert url_for("public.page", slug="privacy") == f"/{g.lang}/privacy"
    assert built == ["status.open_by_link", "public.page", "status.open_by_link", "status.open_by_link"]


def test_a_button_is_drawn_once_for_each_language_and_words(app: Flask) -> None:
    """With the words of its own language and no other's."""
    source = "{% from 'components/button.html' import button %}{{ button(_('Continue'), kind='secondary') }}"
    words = app.extensions["babel"].instance.domain_instance.find(g.lang).gettext("Continue")
    assert draw(app, source) == draw(app, source)
    assert re.search(rf'class="button secondary"[^>]*>{words}\s*</button>', draw(app, source))
    assert "Send" in draw(app, source.replace("_('Continue')", "'Send'"))
