"""Every form of the public site, those of tomorrow too: what is no press of our own button changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.bad_input.bodies import BODIES, CANARY, NO_TOKEN, OTHER_METHODS, Body
from tests.web.scene import Scene, Visitor

SLUGS = {"requests.send": "add", "referral.answer": "name"}
APART = {"ways_out.leave", "discreet.switch", "find.ask"}
BEGINNINGS = {"referral.begin", "status.open_by_code", "status.open_by_link"}


def list_forms(app: Flask) -> dict[str, str]:
    """Return endpoint and path, in English, of everything that takes a post, filled in with something good."""
    places, forms = app.url_map.bind(""), {}
    for rule in app.url_map.iter_rules():
        name = str(rule.endpoint)
        # leaving takes whatever comes; the switch and the search for a place hold no token; nor does re:hub's page;
        # what machines post to has tables of its own
        is_apart = name in APART or name.startswith(("rehub.", "rehub_link.", "delivery."))
        if "POST" in (rule.methods or ()) and not is_apart:
            values = {"lang": "en", "link": "x", "slug": SLUGS.get(name, "")}
            good = {part: value for part, value in values.items() if part in rule.arguments}
            forms[name] = places.build(name, good, method="POST")
    return forms


@pytest.fixture(scope="module")
def forms(calm: Scene) -> dict[str, str]:
    """Give every form."""
    return list_forms(calm.app)


def test_the_tables_see_every_form(forms: dict[str, str]) -> None:
    """The list is made from the site's own addresses."""
    assert len(forms) >= 14
    assert {"/en/refer/name", "/en/status", "/en/status/ask/add", "/en/open/x"} <= set(forms.values())


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("kind", BODIES)
def test_what_is_no_press_of_our_own_button_is_refused(
    everybody: Visitor, forms: dict[str, str], kind: str, subtests: pytest.Subtests
) -> None:
    """The same at every form; a page, if any, repeats nothing; the visit stays as it was."""
    body = BODIES[kind]
    for endpoint, path in forms.items():
        with subtests.test(endpoint):
            answer = body.send(everybody.client, path)
            assert answer.status_code == body.status
            assert answer.headers.get("Location", "") == ("/en/again" if body.status == NO_TOKEN else "")
            assert CANARY not in answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", [kind for kind, body in BODIES.items() if body.status != NO_TOKEN])
@pytest.mark.parametrize("path", ["/en/discreet", "/en/find", "/rehub/x", "/rehub/x/check"])
def test_a_form_without_a_token_takes_no_odd_body(everybody: Visitor, kind: str, path: str) -> None:
    """The switch of discreet mode and the search for a place: they refuse the rest like every form."""
    answer = BODIES[kind].send(everybody.client, path)
    assert answer.status_code == BODIES[kind].status
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("kind", [kind for kind, body in BODIES.items() if body.status != NO_TOKEN])
def test_a_browser_is_led_to_a_page_that_says_so(
    everybody: Visitor, forms: dict[str, str], kind: str, subtests: pytest.Subtests
) -> None:
    """With the way back, but where the address is a secret."""
    body = BODIES[kind]
    for endpoint in ("referral.answer", "status.send_message", "requests.send", "status.open_by_link"):
        with subtests.test(endpoint):
            led = body.send(everybody.client, forms[endpoint], Accept="text/html")
            assert (led.status_code, led.headers["Location"]) == (303, f"/en/again/{body.status}")
            page = everybody.look(f"again/{body.status}")
            main = page.html.split("<main")[1].split("</main>")[0]
            assert page.status == body.status
            assert ("Go back to the page you were on" in main) == (endpoint != "status.open_by_link")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("method", OTHER_METHODS)
def test_other_methods_are_told_the_right_ones(
    everybody: Visitor, forms: dict[str, str], method: str, subtests: pytest.Subtests
) -> None:
    """And do nothing."""
    for endpoint, path in forms.items():
        with subtests.test(endpoint):
            answer = Body(f"words={CANARY}").send(everybody.client, path, method)
            assert answer.status_code == 405
            assert "POST" in answer.headers["Allow"]


@pytest.mark.usefixtures("unchanged")
def test_a_form_of_a_stranger_does_nothing(calm: Scene, forms: dict[str, str], subtests: pytest.Subtests) -> None:
    """With a good token, but neither a form nor a page open: every form leads to a beginning or an entry."""
    for endpoint, path in forms.items():
        if endpoint in BEGINNINGS:
            continue
        with subtests.test(endpoint):
            stranger = calm.visitor()
            answer = stranger.send(path, {"words": CANARY, "name": CANARY}, at="status")
            assert answer.status_code == 303
            assert stranger.look(answer.headers["Location"]).status == 200


QUERIES = ("lang=en", "lang=%00", f"lang={'x' * 3000}", "lang[]=en", "lang=en&lang=ar", "%FF=%FF", "%&=")


@pytest.mark.parametrize("kind", [kind for kind, body in BODIES.items() if not body.headers])
def test_leaving_never_fails(calm: Scene, kind: str, subtests: pytest.Subtests) -> None:
    """Whatever is sent along."""
    for query in QUERIES:
        with subtests.test(query[:20]):
            answer = BODIES[kind].send(calm.app.test_client(), f"/leave?{query}")
            assert (answer.status_code, "Clear-Site-Data" in answer.headers) == (303, True)
            assert answer.headers["Location"].startswith("https://www.bbc.co")
