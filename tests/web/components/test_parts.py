"""What the parts of a page promise: the exit, the code, the line of stages, messages, cards, tables."""

import re

from portal.web.fields import Problem
from tests.web.components.gallery import ANSWERS, STAGES, Language, Site, draw, draw_sample, make_environment


def words_of(html: str) -> str:
    """Return the words of some markup as they would be read."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_exit_is_a_plain_link_that_tells_nobody_where_it_was() -> None:
    html = draw("exit_button(site)", site=Site())
    assert 'href="/leave"' in html
    assert 'rel="nofollow noreferrer"' in html
    assert words_of(html) == "Quick exit: Leave this site"


def test_the_exit_says_everything_through_its_attributes_so_that_all_is_translated() -> None:
    html = draw("exit_button(site)", site=Site())
    for name in ("destination", "icon", "word", "stalled", "two", "one", "off"):
        assert re.search(rf'data-{name}="[^"]+"', html), name
    assert 'role="status"' in html


def test_the_error_summary_counts_in_its_heading_and_links_to_each_field() -> None:
    one, two = Problem("area", "Write an area"), Problem("called", "Write a name")
    assert "One thing to put right" in draw("error_summary(problems)", problems=(one,))
    html = draw("error_summary(problems)", problems=(one, two))
    assert "2 things to put right" in html
    assert '<a href="#area">Write an area</a>' in html
    assert 'role="alert"' in html
    assert 'tabindex="-1"' in html


def test_the_code_is_five_groups_of_four_left_to_right_and_never_translated() -> None:
    for code in ("48213907552160347718", "4821 3907 5521-6034 7718"):
        html = draw("access_code(code)", code=code)
        assert re.findall(r"<span>(\d+)</span>", html) == ["4821", "3907", "5521", "6034", "7718"]
        assert 'dir="ltr" translate="no"' in html


def test_the_copy_button_waits_for_script_and_can_be_left_out() -> None:
    assert re.search(r'<button type="button"[^>]* hidden', draw("access_code('48213907')"))
    assert "<button" not in draw("access_code('48213907', show_copy=false)")


def test_the_line_of_stages_is_a_list_that_says_where_you_are() -> None:
    html = draw("stages_line(stages)", stages=STAGES)
    assert html.count('aria-current="step"') == 1
    items = [words_of(item) for item in re.findall(r"<li.*?</li>", html, re.DOTALL)]
    assert items[0] == "You asked (done) You 3 September 2026"
    assert items[2] == "With re:hub You are here re:hub Since 2 October 2026"
    assert items[3] == "Preparation (not yet)"


def test_each_change_link_says_what_it_changes() -> None:
    html = draw("summary_list(rows)", rows=ANSWERS)
    links = [words_of(link) for link in re.findall(r"<a .*?</a>", html)]
    assert links[1] == "Change : What do you hope for?"
    assert len(set(links)) == len(ANSWERS)


def test_an_answer_that_cannot_be_changed_has_no_link() -> None:
    assert "<a " not in draw("summary_list(rows)", rows=({"question": "Sent", "answer": "Today"},))


def test_a_telephone_number_calls_and_stays_left_to_right() -> None:
    html = draw("phone('0808 168 9111')")
    assert 'href="tel:08081689111"' in html
    assert '<bdi dir="ltr" translate="no">0808 168 9111</bdi>' in html


def test_a_message_says_whose_it_is_and_keeps_words_as_words() -> None:
    assert "From you" in draw("message('Hello', is_own=true)")
    html = draw("message(words)", words="<b>Hello</b>")
    assert "From your facilitator" in html
    assert "&lt;b&gt;Hello" in html


def test_lateness_is_said_in_words() -> None:
    assert words_of(draw("late_label()")) == "Late"
    assert words_of(draw("late_label('2 days late')")) == "2 days late"


def test_a_notice_is_shown_word_for_word_with_its_sender() -> None:
    html = draw("notice_preview('Your parcel is here', sender='Parcel point')")
    assert words_of(html) == "This is what the text will say From: Parcel point Your parcel is here"


def test_a_few_languages_are_a_line_and_many_fold_away() -> None:
    line = draw("language_menu(languages)", languages=Site().languages)
    assert "<details" not in line
    assert 'lang="ar" hreflang="ar" dir="rtl"' in line
    many = (
        *Site().languages,
        Language("cy", "Cymraeg", "ltr", "/cy", False),
        Language("pl", "Polski", "ltr", "/pl", False),
    )
    folded = draw("language_menu(languages)", languages=many)
    assert folded.startswith("<details")
    assert folded.count("<li>") == 4


def test_a_disclosure_is_closed_unless_told() -> None:
    start = '{% from "components/disclosure.html" import disclosure %}'
    source = start + '{% call disclosure("Who?", is_open=IS) %}x{% endcall %}'
    closed, opened = (make_environment().from_string(source.replace("IS", word)).render() for word in ("false", "true"))
    assert '<details class="more">' in closed
    assert '<details class="more" open>' in opened


def test_words_in_another_language_carry_it_and_say_why() -> None:
    html = draw_sample("parts", Site(lang="ar", direction="rtl"))
    assert '<section lang="en" dir="ltr" aria-label="This part is only in English">' in html


def test_every_cell_of_a_table_carries_its_heading_for_narrow_screens() -> None:
    html = draw("list_table('Waits', ('Quarter', 'Half'), (('One', '31 days'),))")
    assert '<div role="cell" data-label="Half">31 days</div>' in html
    assert '<div role="rowheader">One</div>' in html


def test_the_safe_contact_card_begins_with_the_rule_that_matters_most() -> None:
    html = draw("safe_contact_card('Do not leave a message', (('When', 'Tuesdays'),))")
    assert words_of(html) == "Safe contact Do not leave a message When Tuesdays"


def test_a_button_says_what_will_happen_and_may_be_a_link() -> None:
    assert words_of(draw("button('Send my request')")) == "Send my request"
    assert 'name="then" value="save"' in draw("button('Save', name='then', value='save')")
    assert draw("button('Begin', kind='start', url='/en/ask')").startswith('<a class="button start" href="/en/ask"')
