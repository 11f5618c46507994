"""Reads an answered page as a test needs it: words, tags, fields, problems. Knows no address and asks for nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
APART = {"p", "li", "dt", "dd", "div", "h1", "h2", "h3", "label", "legend", "button", "summary", "option"}


@dataclass(repr=False)
class Page(HTMLParser):
    """One page, parsed: `tags` in order with their attributes, `words` as a reader would see them."""

    html: str
    status: int = 200
    address: str = ""
    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    words: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._inside = ""
        self.feed(self.html)
        self.words = " ".join(self.words.split())
        self.title = " ".join(self.title.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag if tag in {"title", "script", "style"} else self._inside
        self.words += " " if tag in APART else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag whose words are not for reading."""
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        """Keep words; those of the title apart."""
        if self._inside == "title":
            self.title += data
        elif not self._inside:
            self.words += data

    def list_tags(self, name: str) -> list[Attributes]:
        """List the attributes of every tag of a name."""
        return [attributes for tag, attributes in self.tags if tag == name]

    def find_by_id(self, ident: str) -> Attributes:
        """Return the attributes of the one tag with an id."""
        found = [attributes for _, attributes in self.tags if attributes.get("id") == ident]
        assert len(found) == 1, f"{len(found)} tags have the id {ident}"
        return found[0]

    def values_of(self, name: str) -> list[str]:
        """List what a group of choices has chosen."""
        boxes = [each for each in self.list_tags("input") if each.get("name") == name]
        return [each["value"] for each in boxes if "checked" in each]

    def typed_in(self, name: str) -> str:
        """Return what stands in an input or a textarea."""
        area = re.search(rf'<textarea[^>]*\bname="{name}"[^>]*>\n?(.*?)</textarea>', self.html, re.DOTALL)
        if area:
            return area[1]
        return next(each.get("value", "") for each in self.list_tags("input") if each.get("name") == name)

    @property
    def token(self) -> str:
        """The token of the page's forms; empty when it has none."""
        tokens = {each["value"] for each in self.list_tags("input") if each.get("name") == "csrf_token"}
        assert len(tokens) <= 1
        return next(iter(tokens), "")

    @property
    def problems(self) -> list[str]:
        """The ids that the error summary leads to."""
        summary = re.search(r'<section class="problems".*?</section>', self.html, re.DOTALL)
        return re.findall(r'href="#([^"]+)"', summary[0]) if summary else []

    @property
    def code(self) -> str:
        """The access code on the page, as 20 digits; empty when there is none."""
        shown = re.search(r'id="access-code"[^>]*>(.*?)</p>', self.html, re.DOTALL)
        return "".join(re.findall(r"[0-9]{4}", re.sub(r"<[^>]+>", " ", shown[1]))) if shown else ""

    @property
    def link(self) -> str:
        """The path of a secure link shown on the page; empty when there is none."""
        shown = re.search(r'class="link-words"[^>]*>\s*https?://[^/\s]+([^<\s]+)', self.html)
        return shown[1] if shown else ""

    def without_tokens(self) -> str:
        """Return the page as it is but for the token of its forms."""
        return self.html.replace(self.token, "") if self.token else self.html
