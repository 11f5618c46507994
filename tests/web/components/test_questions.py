"""What the question macros promise someone who uses a screen reader, makes a mistake, or has no script."""

import re
from dataclasses import replace

import pytest

from portal.web.fields import Choice, Field
from tests.web.components.gallery import AREA, CONTACT, HOPES, LANGUAGE, STORY, TEMPLATES, draw, draw_sample

NAME = Field(name="called", kind="text", label="What shall we call you?", hint="Any name you like.")


def tag_of(html: str, start: str) -> str:
    """Return the first tag that begins so, without line breaks."""
    found = re.search(re.escape(start) + r"[^>]*>", html)
    assert found, f"no {start} in {html}"
    return " ".join(found.group().split())


def test_a_legend_may_be_the_one_heading() -> None:
    html = draw("radios(field)", field=CONTACT)
    assert re.search(r"<legend>\s*<h1>How may we reach you\?</h1>\s*</legend>", html)


def test_a_label_may_be_the_one_heading() -> None:
    html = draw("text_input(field)", field=replace(NAME, is_page_heading=True))
    assert '<h1><label for="called">What shall we call you?</label></h1>' in html


def test_a_label_is_no_heading_unless_told() -> None:
    assert "<h1>" not in draw("text_input(field)", field=NAME) + draw("checkboxes(field)", field=HOPES)


def test_the_hint_is_read_before_the_problem() -> None:
    html = draw("text_input(field)", field=replace(NAME, problem="Write a name"))
    assert 'aria-describedby="called-hint called-problem"' in tag_of(html, "<input")
    assert html.index('id="called-hint"') < html.index('id="called-problem"')


def test_a_group_is_described_once_by_its_fieldset() -> None:
    html = draw("radios(field)", field=CONTACT)
    assert tag_of(html, "<fieldset") == '<fieldset aria-describedby="contact-hint contact-problem">'


def test_a_field_with_nothing_to_say_is_described_by_nothing() -> None:
    assert "aria-describedby" not in draw("text_input(field)", field=replace(NAME, hint=""))


def test_a_problem_says_error_to_a_screen_reader_and_marks_its_input() -> None:
    html = draw("text_input(field)", field=AREA)
    assert re.search(r'<span class="sr">Error: </span>Write the first half', html)
    assert 'aria-invalid="true"' in tag_of(html, "<input")


def test_no_field_without_a_problem_is_marked_wrong() -> None:
    html = draw("text_input(field)", field=NAME)
    assert "aria-invalid" not in html
    assert "wrong" not in html


def test_the_first_input_of_a_group_has_the_id_the_summary_links_to() -> None:
    html = draw_sample("step")
    assert '<a href="#contact">' in html
    assert 'value="text"' in tag_of(html, '<input type="radio" id="contact"')
    assert 'value="call"' in tag_of(html, '<input type="radio" id="contact-2"')


def test_a_divider_takes_no_number() -> None:
    assert 'value="none"' in tag_of(draw("radios(field)", field=CONTACT), '<input type="radio" id="contact-4"')


def test_what_was_chosen_or_written_comes_back() -> None:
    assert "checked" in tag_of(draw("checkboxes(field)", field=HOPES), '<input type="checkbox" id="hopes-2"')
    assert "checked" not in tag_of(draw("checkboxes(field)", field=HOPES), '<input type="checkbox" id="hopes"')
    assert '<option value="cy" selected>' in draw("select(field)", field=LANGUAGE)
    assert ">\nPlease ring after ten.</textarea>" in draw("textarea(field)", field=STORY)


def test_what_was_written_cannot_become_markup() -> None:
    evil = '"><script>x</script>'
    html = draw("text_input(field)", field=replace(NAME, value=evil)) + draw(
        "textarea(field)", field=replace(STORY, value=f"</textarea>{evil}")
    )
    assert "<script>" not in html
    assert html.count("</textarea>") == 1


def test_a_secret_is_never_written_into_the_page() -> None:
    html = draw("text_input(field)", field=replace(NAME, is_secret=True, value="4821"))
    assert 'type="password"' in html
    assert "4821" not in html


def test_what_a_choice_reveals_is_seen_without_script() -> None:
    html = draw("radios(field)", field=CONTACT)
    revealed = html[html.index('data-shown-by="contact"') :]
    assert 'id="mobile"' in revealed
    assert not re.search(r"\shidden[\s>]", html)


def test_number_boxes_are_text_with_a_number_pad() -> None:
    revealed = tag_of(draw("radios(field)", field=CONTACT), '<input class="half"')
    assert 'type="text"' in revealed
    assert 'inputmode="tel"' in revealed
    assert 'dir="ltr"' in revealed
    assert not [
        path.name for path in TEMPLATES.rglob("*.html") if re.search(r'<input[^>]*type="number"', path.read_text())
    ]


@pytest.mark.parametrize("call", ["text_input(field)", "textarea(field)"])
def test_the_browser_neither_remembers_nor_spell_checks_unless_told(call: str) -> None:
    html = draw(call, field=NAME)
    assert 'autocomplete="off"' in html
    assert 'spellcheck="false"' in html
    told = draw(call, field=replace(NAME, autocomplete="name", spellcheck=True))
    assert 'autocomplete="name"' in told
    assert 'spellcheck="false"' not in told


def test_the_letters_are_limited_in_words_and_never_by_the_browser() -> None:
    html = draw("textarea(field)", field=STORY)
    assert 'aria-describedby="story-hint story-count"' in tag_of(html, "<textarea")
    assert "You can write up to 200 letters." in html
    assert "maxlength" not in html


def test_a_hidden_label_is_still_there_to_be_heard() -> None:
    html = draw("text_input(field)", field=replace(NAME, is_label_hidden=True))
    assert '<label class="sr" for="called">What shall we call you?</label>' in html


def test_question_draws_each_kind_with_its_own_macro() -> None:
    starts = {CONTACT: '<input type="radio"', HOPES: '<input type="checkbox"', STORY: "<textarea", LANGUAGE: "<select"}
    for field, start in {**starts, NAME: '<input class="full" type="text"'}.items():
        assert start in draw("question(field)", field=field)


def test_a_choice_may_reveal_a_group_of_its_own() -> None:
    days = Field(name="days", kind="checkboxes", label="Which days?", choices=(Choice("mon", "Monday"),))
    html = draw("question(field)", field=replace(HOPES, choices=(Choice("a", "A", reveals=(days,)),)))
    assert html.count("<fieldset") == 2
    assert 'id="days"' in html
