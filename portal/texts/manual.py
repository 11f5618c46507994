"""A manual in Markdown, with code, as a page: our own words for developers, in English. No editor writes these."""

from markdown_it import MarkdownIt
from markupsafe import Markup


def draw_manual(text: str, *, until: str) -> Markup:
    """Return the HTML of a manual without its first heading, and only as far as the heading `until`."""
    shown = text.partition(f"\n## {until}\n")[0].partition("\n")[2]
    # Safety: with html off a tag in the text is shown as text
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return Markup(parser.render(shown))  # noqa: S704 (rendered here, from a file of this program)
