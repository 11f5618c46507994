"""Marks questions and their answers on a page for search engines, in attributes (schema.org, FAQPage, microdata).

Attributes and not a script element with the same words again: the page stays light, and the content policy strict.
"""

import re

_SCHEMA = "https://schema.org"
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.DOTALL)
_QUESTION = re.compile(r"[?؟]\s*$")


def mark_questions(html: str) -> str:
    """Return a page with each heading that asks, and what stands under it, marked; the rest as it was."""
    headings = list(_HEADING.finditer(html))
    ends = [*(heading.start() for heading in headings[1:]), len(html)]
    parts = [html[: headings[0].start()] if headings else html]
    for heading, end in zip(headings, ends, strict=True):
        answer = html[heading.end() : end]
        is_question = _QUESTION.search(heading[2]) and answer.strip()
        parts.append(_mark(heading, answer) if is_question else heading[0] + answer)
    return f'<div itemscope itemtype="{_SCHEMA}/FAQPage">{"".join(parts)}</div>'


def _mark(heading: re.Match[str], answer: str) -> str:
    tag, question = heading[1], heading[2]
    return (
        f'<div itemscope itemprop="mainEntity" itemtype="{_SCHEMA}/Question"><{tag} itemprop="name">{question}</{tag}>'
        f'<div itemscope itemprop="acceptedAnswer" itemtype="{_SCHEMA}/Answer"><div itemprop="text">{answer}</div>'
        "</div></div>"
    )
