"""Drawings of easy-to-read pages: nothing but lines and shapes, each with words for who cannot see it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.texts.front_matter import ContentFault
from portal.texts.helplines import load_helplines
from portal.texts.library import Library
from portal.texts.markdown import MarkdownFault, Surroundings, render_markdown
from portal.texts.pictures import load_pictures
from portal.wiring import CONTENT

GOOD = '<svg viewBox="0 0 64 64"><circle cx="32" cy="32" r="26"/></svg>'
LIBRARY = Library(CONTENT)


def make_folder(folder: Path, drawing: str, words: str = 'round = "A ring"') -> Path:
    """Write one drawing and its words."""
    (folder / "pictures").mkdir()
    (folder / "en").mkdir()
    (folder / "pictures" / "round.svg").write_text(drawing)
    (folder / "en" / "pictures.toml").write_text(words)
    return folder


def test_a_drawing_says_what_it_shows(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, GOOD)
    assert load_pictures(folder, "en") == {"round": GOOD.replace("<svg ", '<svg role="img" aria-label="A ring" ')}
    (folder / "cy").mkdir()
    (folder / "cy" / "pictures.toml").write_text('round = "Cylch"')
    assert 'aria-label="Cylch"' in load_pictures(folder, "cy")["round"]
    assert 'aria-label="A ring"' in load_pictures(folder, "ar")["round"]


@pytest.mark.parametrize(
    "drawing",
    [
        GOOD.replace("</svg>", "<script>1</script></svg>"),
        GOOD.replace("<circle ", '<circle onload="x" '),
        GOOD.replace("<circle ", '<circle style="fill:red" '),
        GOOD.replace("<circle ", '<circle href="https://x" '),
        GOOD.replace("</svg>", "words</svg>"),
        "<path/>",
    ],
)
def test_anything_but_lines_and_shapes_is_refused(tmp_path: Path, drawing: str) -> None:
    with pytest.raises(ContentFault, match="lines and shapes"):
        load_pictures(make_folder(tmp_path, drawing), "en")


def test_a_drawing_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentFault, match="no words"):
        load_pictures(make_folder(tmp_path, GOOD, ""), "en")


def test_a_picture_stands_on_a_line_of_its_own_and_must_exist() -> None:
    given = Surroundings("en", (), load_helplines(CONTENT, "en"), {}, load_pictures(CONTENT, "en"))
    assert render_markdown("{picture:talk}\nWords.", given).startswith('<p class="drawn"><svg role="img"')
    for wrong in ("{picture:nothing}", "Words {picture:talk}"):
        with pytest.raises(MarkdownFault):
            render_markdown(wrong, given)


@pytest.mark.parametrize("name", LIBRARY.list_easy())
def test_an_easy_page_has_short_lines_with_pictures(name: str) -> None:
    """A drawing stands before an idea, and no idea has more than thirty words or a sentence of more than fifteen."""
    html = str(LIBRARY.easy("en", name).html)
    ideas = [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<p>(.*?)</p>", html, re.DOTALL)]
    sentences = [sentence for idea in ideas for sentence in re.split(r"[.?!:]\s", idea)]
    assert html.count('class="drawn"') >= 3
    assert max(len(idea.split()) for idea in ideas) <= 30
    assert max(len(sentence.split()) for sentence in sentences) <= 15, max(sentences, key=len)
