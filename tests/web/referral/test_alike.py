"""A step of the form is drawn once for all who chose alike; what one of them typed is in nobody else's page."""

from __future__ import annotations

import pytest
from flask import g, render_template_string

from portal.web.alike import TOKEN, draw_alike, find_form_token, mark
from tests.builders import AMIRAS_PAGES, change_pages
from tests.web.scene import Scene

NAMES = ("Amira of the First House", "Somebody Else & Co")


def test_two_who_chose_alike_see_their_own_words_and_have_their_own_tokens(scene: Scene) -> None:
    pages, visitors = [], []
    for name in NAMES:
        visitor = scene.visitor()
        visitor.fill_in(change_pages(AMIRAS_PAGES, name={"name": [name]}))
        visitors.append(visitor)
    for visitor in (*visitors, *visitors):
        pages.append(visitor.look("refer/name"))

    assert [page.typed_in("name") for page in pages] == [NAMES[0], NAMES[1]] * 2
    tokens = [page.token for page in pages]
    assert all(tokens)
    assert tokens[0] != tokens[1]
    # a second look has the token of the first: it works on, as the visit does
    assert visitors[0].send("refer/name", {"name": "Amira"}).status_code == 303


def test_what_is_kept_holds_nothing_of_anybody(scene: Scene) -> None:
    visitor = scene.visitor()
    visitor.fill_in(change_pages(AMIRAS_PAGES, name={"name": [NAMES[0]]}))
    tokens = {visitor.look(f"refer/{slug}").token for slug in ("name", "reach", "hopes")}

    kept = "".join("".join(parts) for parts in scene.app.extensions["alike"].values())

    assert "<h1" in kept
    assert NAMES[0] not in kept
    assert all(tokens)
    assert not any(token in kept for token in tokens)
    for typed in ("07700", "amira@"):
        assert typed not in kept


def test_what_somebody_types_is_never_taken_for_a_mark(scene: Scene) -> None:
    with scene.app.test_request_context("/en/refer/name"):
        scene.app.preprocess_request()
        words = f"{mark(TOKEN)} <b>{mark('name')}</b>"
        own = {TOKEN: find_form_token, "left": lambda: "60", "name": lambda: words}
        given = {"heading": "A step", "caption": mark("name")}
        drawn = draw_alike("layouts/form.html", own, **given)

        assert f"{mark(TOKEN)} &lt;b&gt;{mark('name')}&lt;/b&gt;" in drawn
        assert find_form_token() not in drawn


def test_a_token_is_found_while_another_thread_empties_what_is_kept(scene: Scene) -> None:
    class Emptied(dict[str, str]):
        """Emptied by somebody else right after it was asked whether it holds something."""

        def __contains__(self, name: object) -> bool:
            found = super().__contains__(name)
            self.clear()
            return found

    visitor = scene.with_draft()
    first = visitor.look("refer/name").token
    scene.app.extensions["signed_tokens"] = Emptied(scene.app.extensions["signed_tokens"])

    assert visitor.look("refer/name").token == first


def test_a_page_that_would_keep_a_token_is_not_drawn(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(_name: str, **_given: object) -> str:
        g.csrf_token = "a token of one visitor"
        return render_template_string("{{ 1 }}")

    monkeypatch.setattr("portal.web.alike.render_template", draw)
    with scene.app.test_request_context("/en/refer/name"), pytest.raises(RuntimeError, match="token"):
        draw_alike("layouts/form.html", {}, heading="Another step")
