"""Nothing an editor writes can run, lead away unseen, or show a number that nobody checked."""

from pathlib import Path

import pytest

from portal.texts.helplines import load_helplines
from portal.texts.markdown import MarkdownFault, Surroundings, render_markdown
from tests.languages import LANGS

CONTENT = Path(__file__).resolve().parents[2] / "content"


def render(text: str, lang: str = "en") -> str:
    helplines = load_helplines(CONTENT, lang)
    return render_markdown(text, Surroundings(lang=lang, slugs=("home", "what-it-is"), helplines=helplines))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "words <b onclick='x()'>bold</b>",
        "<iframe src='https://example.org'></iframe>",
        "<!-- hidden -->",
        "<style>p{display:none}</style>",
        "<div class='helpline'>\n\nwords\n\n</div>",
    ],
)
def test_markup_in_the_text_is_shown_and_not_obeyed(text: str) -> None:
    html = render(text)
    assert html.count("<") == html.count("<p>") + html.count("</p>")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/path",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "http://example.org/",
        "mailto:someone@example.org",
        "tel:0123",
        "https:example.org",
        "https://user@example.org/",
        "https://example.org:8080/",
        "https://example",
        "https://192.0.2.1/",
        "<https://exa mple.org/>",
        "/\\evil.example",
        "/../up",
        "what-it-is",
        "page:no-such-page",
        "page:../secret",
        "#",
        "",
    ],
)
def test_a_link_that_is_not_known_to_be_harmless_is_refused(address: str) -> None:
    with pytest.raises(MarkdownFault, match=r"link|page"):
        render(f"[words]({address})")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("page:what-it-is", 'href="/ar/what-it-is"'),
        ("page:home", 'href="/ar/"'),
        ("/refer", 'href="/ar/refer"'),
        ("/refer/check", 'href="/ar/refer/check"'),
        ("https://example.org/a?b=c&d=e", 'href="https://example.org/a?b=c&amp;d=e" rel="noreferrer"'),
    ],
)
def test_a_good_link_is_resolved_in_the_language(address: str, target: str) -> None:
    assert f"<a {target}>words</a>" in render(f"[words]({address})", "ar")


def test_a_reference_link_is_checked_too() -> None:
    with pytest.raises(MarkdownFault):
        render("[words][1]\n\n[1]: //evil.example")


@pytest.mark.parametrize("number", ["0808 2000 247", "08082000247", "+44 20 7946 0000", "999", "116 123", "18000"])
def test_a_number_typed_by_hand_is_refused(number: str) -> None:
    with pytest.raises(MarkdownFault, match="number"):
        render(f"Call {number} now.")


def test_ordinary_figures_are_no_telephone_numbers() -> None:
    figures = "30 minutes, 85 in 100, 2001 to 2008, the (No. 2) Regulations and the Rules (No. 2) 2018"
    assert figures in render(figures)


@pytest.mark.parametrize("lang", LANGS)
def test_a_number_is_kept_left_to_right_and_can_be_dialled(lang: str) -> None:
    html = render("Call {number:samaritans}.", lang)
    assert '<a class="phone" href="tel:116123"><bdi dir="ltr" translate="no">116 123</bdi></a>' in html


def test_a_number_that_cannot_be_dialled_is_no_link() -> None:
    assert "<p>Press <bdi" in render("Press {number:silent-solution}.")


@pytest.mark.parametrize(
    "text", ["{helpline:nobody}", "{number:nobody}", "See {helpline:samaritans} here", "{number:Samaritans}"]
)
def test_a_helpline_that_is_misspelt_or_misplaced_is_refused(text: str) -> None:
    with pytest.raises(MarkdownFault, match=r"helpline|placeholder"):
        render(text)


@pytest.mark.parametrize("text", ["# First level", "Title\n=====", "#### Fourth level"])
def test_a_page_may_not_bring_its_own_main_heading(text: str) -> None:
    with pytest.raises(MarkdownFault, match="headings"):
        render(text)


def test_pictures_are_not_loaded_from_anywhere() -> None:
    with pytest.raises(MarkdownFault, match="link"):
        render("![words](http://example.org/x.png)")
    assert "<img" not in render("![words](https://example.org/x.png)")


def render_listed(text: str, words: str) -> str:
    helplines = load_helplines(CONTENT, "en")
    return render_markdown(text, Surroundings("en", (), helplines, {"stays": {"first": words, "second": "More."}}))


def test_a_list_of_the_front_matter_stands_where_it_is_named() -> None:
    html = render_listed("Before.\n\n{list:stays}\n\nAfter.", "A line & <b>more</b>")
    expected = "<ul><li>A line &amp; &lt;b&gt;more&lt;/b&gt;</li><li>More.</li></ul>"
    assert html.replace("\n", "") == f"<p>Before.</p>{expected}<p>After.</p>"


@pytest.mark.parametrize(
    ("text", "words"), [("{list:none}", "x"), ("here {list:stays}", "x"), ("{list:stays}", "call 0808 2000 247")]
)
def test_a_list_that_is_not_there_or_holds_a_number_is_refused(text: str, words: str) -> None:
    with pytest.raises(MarkdownFault, match=r"list|placeholder|number"):
        render_listed(text, words)
