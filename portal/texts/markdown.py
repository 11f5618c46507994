"""From an editor's Markdown to HTML that is safe to put on a page.

HTML in the text is shown, not obeyed; every link is checked (links.py); telephone numbers come from data
(helplines.py). Knows nothing of files and languages beyond what it is given.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

import bleach
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from portal.texts.helplines import Helplines
from portal.texts.links import RefusedLink, resolve_link

_INLINE = re.compile(r"\{number:([a-z0-9-]+)\}")
_BLOCK = re.compile(r"^\{(helpline|list|picture):([a-z0-9_-]+)\}$")
_PLACEHOLDERS = frozenset({"helpline", "list", "number", "picture"})
_PICTURE = re.compile(r"@picture:([a-z0-9_-]+)@")
# Safety: a number typed by hand was checked by nobody; it must come from the helplines
_RAW_NUMBER = re.compile(
    r"(?<![\w-])(?:\+?(?=(?:\d[ ()-]*){6})\d[\d ()-]{5,}\d|999|112|101|18000)(?![\w-])"  # "(No. 2) 2018" is none
)

_TAGS = (
    frozenset({"h2", "h3", "p", "ul", "ol", "li", "blockquote", "hr", "div"})
    | frozenset({"table", "thead", "tbody", "tr", "th", "td"})
    | frozenset({"a", "strong", "em", "br", "bdi", "span", "time"})
)
_ATTRIBUTES = {
    "a": ["class", "href", "rel"],
    "bdi": ["dir", "lang", "translate"],
    "div": ["class"],
    "p": ["class"],
    "span": ["dir", "lang"],
    "time": ["datetime"],
}


class _Parser(MarkdownIt):
    """The parser, letting every address through to our own check: its own would only drop the link."""

    def validateLink(self, _url: str) -> bool:  # noqa: N802  the parser's name
        return True


class MarkdownFault(ValueError):
    """Text that an editor has to change before it can stand on a page."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text needs from outside: its reader's language, the pages there are, the helplines, its own lists."""

    lang: str
    slugs: Collection[str]
    helplines: Helplines
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # words by code, by the name of the list
    pictures: Mapping[str, str] = field(default_factory=dict)  # our own drawings by name, as SVG elements


def render_markdown(text: str, surroundings: Surroundings) -> str:
    """Return the HTML of a text. Raises MarkdownFault for a link, number or heading not allowed."""
    parser = _make_parser()
    tokens = parser.parse(text)
    for token in _walk(tokens):
        _check(token)
        if token.type == "link_open":
            _resolve(token, surroundings)
        elif token.type in _PLACEHOLDERS:
            token.content = _draw(token, surroundings)
            token.type = "html_block" if token.block else "html_inline"
    html = parser.renderer.render(tokens, parser.options, {})
    # Safety: the second wall, should the parser ever let markup through
    clean = bleach.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, protocols={"https", "tel"})
    return _PICTURE.sub(lambda found: surroundings.pictures[found[1]], clean)


def _make_parser() -> MarkdownIt:
    # Safety: with html off, a tag in the text is shown as text
    parser = _Parser("commonmark", {"html": False}).enable("table").disable(["image", "code", "fence"])
    parser.block.ruler.before("paragraph", "placeholder", _read_block)
    parser.inline.ruler.before("link", "number", _read_number)
    return parser


def _read_block(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].strip()
    match = _BLOCK.match(line)
    if match is None:
        return False
    if not silent:
        token = state.push(match.group(1), "", 0)
        token.content = match.group(2)
        token.block = True
        state.line = start + 1
    return True


def _read_number(state: StateInline, silent: bool) -> bool:
    match = _INLINE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("number", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


def _check(token: Token) -> None:
    if token.type == "heading_open" and token.tag not in ("h2", "h3"):
        raise MarkdownFault("only headings of the second and third level may stand in a text")
    if token.type != "text":
        return
    if any(f"{{{kind}:" in token.content for kind in _PLACEHOLDERS):
        raise MarkdownFault(f"a placeholder is misspelt or not on its own line: {token.content!r}")
    _refuse_raw_number(token.content)


def _refuse_raw_number(words: str) -> None:
    found = _RAW_NUMBER.search(words)
    if found:
        raise MarkdownFault(f"the number {found.group()!r} must be written as {{number:…}}")


def _resolve(token: Token, surroundings: Surroundings) -> None:
    href = str(token.attrGet("href") or "")
    try:
        target = resolve_link(href, lang=surroundings.lang, slugs=surroundings.slugs)
    except RefusedLink as error:
        raise MarkdownFault(str(error)) from error
    token.attrs = {"href": target}
    if target.startswith("https://"):
        token.attrSet("rel", "noreferrer")


def _draw(token: Token, surroundings: Surroundings) -> str:
    try:
        match token.type:
            case "helpline":
                return surroundings.helplines.draw_card(token.content)
            case "number":
                return surroundings.helplines.draw_number(token.content)
            case "picture":
                surroundings.pictures[token.content]  # there is one
                return f'<p class="drawn">@picture:{token.content}@</p>\n'  # put in once everything else is clean
            case _:
                return _draw_list(surroundings.lists[token.content])
    except KeyError as error:
        kind = token.type if token.type in {"list", "picture"} else "helpline"
        raise MarkdownFault(f"there is no {kind} {token.content!r}") from error


def _draw_list(words_by_code: Mapping[str, str]) -> str:
    for words in words_by_code.values():
        _refuse_raw_number(words)
    return f"<ul>{''.join(f'<li>{escape(words)}</li>' for words in words_by_code.values())}</ul>\n"
