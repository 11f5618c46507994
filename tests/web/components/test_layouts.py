"""What every page drawn by a layout promises, and what every template's file must look like."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.web.components.gallery import SAMPLES, TEMPLATES, Site, draw_sample

PUBLIC = tuple(name for name in SAMPLES if not name.startswith("desk"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
LAYOUTS = sorted((TEMPLATES / "layouts").glob("*.html"))


def title_of(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_one_h1(name: str) -> None:
    assert len(re.findall(r"<h1[ >]", draw_sample(name))) == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_no_inline_style_or_script_and_asks_nobody_else(name: str) -> None:
    html = draw_sample(name, replace(Site(), exit_destination="/elsewhere"))
    assert " style=" not in html
    assert not re.search(r"<style|<script(?![^>]* src=)| on[a-z]+=", html)
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")  # a name, in the icon; nobody is asked


@pytest.mark.parametrize("name", PUBLIC)
def test_the_exit_is_the_first_thing_after_the_skip_link(name: str) -> None:
    links = re.findall(r"<a [^>]*>", draw_sample(name).replace("\n", " "))
    assert 'class="skip" href="#main"' in links[0]
    assert "data-exit" in links[1]


def test_the_title_ends_with_the_name_of_the_site() -> None:
    assert title_of(draw_sample("check")) == "Check what you will send – Heard"


def test_the_name_is_not_said_twice() -> None:
    assert title_of(draw_sample("home")) == "Heard"


def test_the_title_says_error_when_there_is_something_to_put_right() -> None:
    assert title_of(draw_sample("step")) == "Error: How may we reach you? – Heard"
    assert title_of(draw_sample("step", problems=())) == "How may we reach you? – Heard"


def test_the_page_carries_its_language_and_direction() -> None:
    assert '<html lang="ar" dir="rtl">' in draw_sample("arabic", Site(lang="ar", direction="rtl"))


def test_only_information_may_be_found_by_search_engines() -> None:
    assert "noindex" not in draw_sample("home")
    assert "noindex" in draw_sample("home", is_noindex=True)
    for name in set(SAMPLES) - {"home"}:
        assert "noindex" in draw_sample(name), name


def test_a_trial_copy_says_so_and_an_enrolled_one_does_not() -> None:
    assert "Trial copy: nobody will answer." in draw_sample("home", replace(Site(), is_trial=True))
    assert "Trial copy" not in draw_sample("home", replace(Site(), is_trial=False))


def test_forms_carry_the_csrf_field_and_leave_checking_to_us() -> None:
    form = re.search(r"<form[^>]*>\s*<input[^>]*>", draw_sample("step"))
    assert form
    assert 'novalidate autocomplete="off"' in form.group()
    assert 'name="csrf_token" value="made-up"' in form.group()


def test_an_information_page_loads_one_sheet_and_one_script() -> None:
    assert re.findall(r'(?:src|stylesheet" href)="/static/([^"]+)"', draw_sample("home")) == ["site.css", "exit.js"]


def test_the_back_link_stands_in_a_nav_before_main() -> None:
    html = draw_sample("check")
    assert html.index('<nav class="back"') < html.index("<main")


def test_the_desk_before_sign_in_has_no_menu() -> None:
    assert "Sign out" in draw_sample("desk_inbox")
    html = draw_sample("desk_inbox", desk=None)
    assert "Sign out" not in html
    assert "<nav" not in html


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_one_macro_named_as_its_file(path: Path) -> None:
    source = path.read_text()
    assert re.findall(r"{%-? macro (\w+)", source) == [path.stem]


@pytest.mark.parametrize("path", COMPONENTS + LAYOUTS, ids=lambda path: path.stem)
def test_a_template_begins_by_saying_what_is_given_and_stays_short(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert lines[0].startswith("{# Given: ")
    assert len(lines) <= 150
    assert not re.search(r"\b(request|config|session)\b", "\n".join(lines[1:]))
