"""The page for re:hub's developers: the README as a page, in every language's surroundings, and led to."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.settings import ROOT
from portal.web.rehub.problems import PROBLEMS

PAGE = "for-rehub-developers"


@pytest.mark.parametrize("lang", ["en", "cy", "ar"])
def test_it_shows_how_to_sign_retry_and_change_the_secret(site: Flask, lang: str) -> None:
    html = site.test_client().get(f"/{lang}/{PAGE}").get_data(as_text=True)
    for words in ("<h2>Sign it</h2>", "<h2>Send it again</h2>", "<h2>Change the secret</h2>", "def sign(secret"):
        assert words in html
    assert html.count("<h1") == 1
    assert 'lang="en" dir="ltr"' in html
    assert "In this folder" not in html


def test_what_stands_in_the_text_as_a_tag_is_shown_and_not_obeyed(site: Flask) -> None:
    html = site.test_client().get(f"/en/{PAGE}").get_data(as_text=True)
    assert "whsec_" in html
    assert "&quot;applied&quot;: true" in html


def test_every_refusal_is_told_on_it(site: Flask) -> None:
    html = site.test_client().get(f"/en/{PAGE}").get_data(as_text=True)
    assert [status for status in PROBLEMS if str(status) not in html] == [400, 405]


def test_the_page_for_professionals_leads_to_it(site: Flask) -> None:
    assert (ROOT / "content" / "en" / "pages" / "for-professionals.md").read_text("utf-8").count(f"(/{PAGE})") == 1
    assert f'href="/en/{PAGE}"' in site.test_client().get("/en/for-professionals").get_data(as_text=True)
