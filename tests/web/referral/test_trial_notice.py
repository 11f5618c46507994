"""The step with the wording: what a notice says and from whom, before choosing; and one sent now, to see it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from portal.domain.questions import QUESTIONS
from portal.holders import Role
from portal.settings import ROOT
from portal.texts.languages import OFFERED
from portal.texts.notices import Notices
from portal.web.public_app import create_public_app
from tests.builders import Typed, change_pages
from tests.channels.notify_stand_in import TEXT_TEMPLATE
from tests.notices.posting import CHLOES_PAGES, change_contact
from tests.notices.trials import list_rows, open_trials
from tests.web.reading import Page
from tests.web.referral.drafts import read_all, read_answers
from tests.web.scene import Scene, Visitor

STEP, TRY, BUTTON = "refer/words", "refer/words/try", "Send me one now, to see it"
TEXT = change_contact("text", {"phone": ["07700 900 123"]})
WARNING = "Someone who can see this phone or mailbox will see it."


def reach_words(scene: Scene, pages: dict[str, Typed] = CHLOES_PAGES, *more: str) -> Visitor:
    """Return somebody who stands at the step with the wording; `more` are further pages they answered anew."""
    visitor = scene.with_draft()
    for slug in ("contact", "reach", *more):
        visitor.send(f"refer/{slug}", pages[slug])
    return visitor


def press(visitor: Visitor, wording: str = "library") -> Page:
    """Choose a line and press the button for one now."""
    return visitor.go_on(TRY, {"wording": wording}, at=STEP)


def count_asked(scene: Scene) -> int:
    """Return how many notices wait for the worker."""
    return len(list_rows(scene.portal.side.store))


@pytest.mark.parametrize("lang", [language.code for language in OFFERED])
@pytest.mark.parametrize("pages", [CHLOES_PAGES, TEXT], ids=["e-mail", "text"])
def test_the_exact_words_and_the_sender_are_seen_before_choosing(
    scene: Scene, lang: str, pages: dict[str, Typed]
) -> None:
    """In the reader's language, as the worker will write them."""
    visitor = reach_words(scene, pages)
    visitor.lang = lang
    page = visitor.look(STEP)
    before_button = page.html[: page.html.index("<button class")]
    notices = Notices(ROOT / "build" / "catalogues")
    for wording in QUESTIONS["wording"].options:
        assert notices.for_person(lang, wording).body in unescape(before_button)
    assert f"<strong><bdi>{scene.portal.settings.site_name}</bdi></strong>" in before_button
    assert page.values_of("wording") == []


def test_whoever_is_rung_sees_nothing_of_it(scene: Scene) -> None:
    """Amira wants calls: other questions stand on her page."""
    page = scene.with_draft("amira").look(STEP)
    assert BUTTON not in page.words
    assert "It comes from:" not in page.words


def test_a_press_asks_for_one_and_keeps_what_was_chosen(scene: Scene) -> None:
    """Answered by 303 back to the step, which says truthfully that it may not come."""
    visitor = reach_words(scene)
    assert BUTTON in visitor.look(STEP).words
    answer = visitor.send(TRY, {"wording": "library"}, at=STEP)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/refer/words")
    page = visitor.look(STEP)
    assert "We have asked for one message" in page.words
    assert "If nothing has come in ten minutes" in page.words
    assert page.values_of("wording") == ["library"]
    (trial,) = open_trials(scene.portal.side, scene.data)
    assert (trial.address, trial.wording, trial.language) == ("chloe@example.org", "library", "en")
    assert "We have asked for one message" not in visitor.look(STEP).words


def test_it_is_asked_for_in_the_language_of_the_page(scene: Scene) -> None:
    """And the page that comes is in it, too."""
    visitor = reach_words(scene)
    visitor.lang = "ar"
    assert press(visitor).address == "/ar/refer/words"
    assert [trial.language for trial in open_trials(scene.portal.side, scene.data)] == ["ar"]


def test_the_button_needs_no_script_and_enter_presses_continue(scene: Scene) -> None:
    """It is a button of the step's own form with another address, and never the form's first."""
    page = reach_words(scene).look(STEP)
    form = next(each for each in re.findall(r"<form.*?</form>", page.html, re.DOTALL) if 'name="wording"' in each)
    actions = re.findall(r'<button class="button[^"]*"(?: formaction="([^"]+)")?>', form)
    assert actions == ["", "/en/refer/words/try", "/en/refer/save?step=words"]
    assert "data-" not in form.replace("data-once", "")


def test_a_second_press_sends_a_second_and_then_there_is_no_button(scene: Scene) -> None:
    """Two a form; the page says why."""
    visitor = reach_words(scene)
    assert "You can do this once more." in press(visitor).words
    token = visitor.look(STEP).token
    scene.clock.move(minutes=1)
    page = press(visitor, "news")
    assert BUTTON not in page.words
    assert "You have asked for two." in page.words
    scene.clock.move(minutes=1)
    answer = visitor.post(TRY, {"wording": "appointment", "csrf_token": token})
    assert answer.status_code == 303
    again = visitor.look(STEP)
    assert "We have asked for one message" not in again.words
    assert again.values_of("wording") == ["appointment"]
    assert count_asked(scene) == 2


def test_a_double_press_sends_one(scene: Scene) -> None:
    """As a browser without script does it."""
    visitor = reach_words(scene)
    token = visitor.look(STEP).token
    for _ in range(2):
        visitor.post(TRY, {"wording": "news", "csrf_token": token})
    assert "You can do this once more." in visitor.look(STEP).words
    assert count_asked(scene) == 1


@pytest.mark.parametrize("fields", [{}, {"wording": "court"}, {"wording": ["news", "library"]}])
def test_without_a_line_chosen_the_page_says_what_to_do(scene: Scene, fields: dict[str, object]) -> None:
    """And nothing is sent or counted."""
    visitor = reach_words(scene)
    page = visitor.go_on(TRY, fields, at=STEP)
    assert (page.address, page.problems) == ("/en/refer/words", ["wording"])
    assert BUTTON in page.words
    assert count_asked(scene) == 0


@pytest.mark.parametrize("method", ["none", "call", "letter", "someone_else"])
def test_with_another_way_of_contact_nothing_is_sent(scene: Scene, method: str) -> None:
    """Also from a page that was open before the change."""
    visitor = reach_words(scene)
    token = visitor.look(STEP).token
    visitor.send("refer/contact", {"contact_method": method})
    answer = visitor.post(TRY, {"wording": "news", "csrf_token": token})
    assert answer.status_code == 303
    assert BUTTON not in visitor.look(STEP).words
    assert "wording" not in read_answers(scene, visitor)
    assert count_asked(scene) == 0


def test_a_letter_is_said_word_for_word_and_not_tried(scene: Scene) -> None:
    """A machine sends none."""
    page = reach_words(scene, change_contact("letter", {"address": ["1 Road, Leeds"], "letter_warned": ["yes"]})).look(
        STEP
    )
    assert "Each line below is a whole message" in page.words
    assert BUTTON not in page.words


@pytest.mark.parametrize("change", [{"what": {"harm": ["stalking"]}}, {"now": {"device_safe": ["not_sure"]}}, {}])
def test_who_may_be_watched_is_warned_before_the_button(scene: Scene, change: dict[str, Typed]) -> None:
    """After abuse, and where the device may not be safe; nobody else."""
    html = reach_words(scene, change_pages(CHLOES_PAGES, **change), *change).look(STEP).html
    assert (WARNING in html) is bool(change)
    assert not change or html.index(WARNING) < html.index(BUTTON)


def test_after_abuse_there_is_no_button_unless_contact_was_chosen(scene: Scene) -> None:
    """Sana looks here: the step is not hers."""
    visitor = scene.with_draft("sana")
    token = visitor.look("refer/check").token
    assert visitor.look(STEP).address == "/en/refer/check"
    visitor.post(TRY, {"wording": "news", "csrf_token": token})
    assert count_asked(scene) == 0


def test_from_a_change_it_leads_back_to_the_change(scene: Scene) -> None:
    """And "Continue" then to the check."""
    visitor = reach_words(scene)
    visitor.send(STEP, {"wording": "library"})
    page = visitor.look(f"{STEP}?change=1")
    assert 'formaction="/en/refer/words/try?change=1"' in page.html
    visitor.go_on(f"{TRY}?change=1", {"wording": "news"}, at=STEP)
    assert visitor.addresses[-1] == "/en/refer/words?change=1"
    assert visitor.look("refer/check").address == "/en/refer/check"
    assert read_answers(scene, visitor)["wording"] == ["news"]


def test_nothing_is_sent_once_the_time_of_the_form_is_over(scene: Scene) -> None:
    """A page left on the screen leads to the beginning."""
    visitor = reach_words(scene)
    token = visitor.look(STEP).token
    scene.clock.move(minutes=31)
    assert visitor.post(TRY, {"wording": "news", "csrf_token": token}).headers["Location"] == "/en/refer"
    assert count_asked(scene) == 0


def test_nothing_is_sent_from_a_form_that_was_sent_or_deleted(scene: Scene) -> None:
    """Nor without one."""
    visitor = reach_words(scene)
    visitor.send(STEP, {"wording": "library"})
    token = visitor.look(STEP).token
    visitor.go_on("refer/check")
    assert visitor.post(TRY, {"wording": "news", "csrf_token": token}).headers["Location"] == "/en/refer/sent"
    other = reach_words(scene)
    token = other.look(STEP).token
    other.send("refer/delete", at=STEP)
    assert other.send(TRY, {"wording": "news"}, at="refer").headers["Location"] == "/en/refer"
    assert count_asked(scene) == 0


def test_nothing_is_sent_without_the_token_of_our_form(scene: Scene) -> None:
    """And not for another site."""
    visitor = reach_words(scene)
    assert visitor.post(TRY, {"wording": "news"}).headers["Location"] == "/en/again"
    answer = visitor.send(TRY, {"wording": "news"}, at=STEP, Sec_Fetch_Site="cross-site")
    assert answer.headers["Location"] == "/en/again"
    assert visitor.client.get(visitor.path(TRY)).status_code == 405
    assert count_asked(scene) == 0


def test_a_service_that_cannot_be_sealed_to_sends_nothing(scene: Scene) -> None:
    """The page says that it does not work just now."""
    visitor = reach_words(scene)
    distrusting = replace(scene.portal.side, service_pins=("0" * 32,))
    scene.app.extensions["portal"] = replace(scene.portal, side=distrusting)
    assert visitor.send(TRY, {"wording": "news"}, at=STEP).status_code == 503
    assert count_asked(scene) == 0


def test_nothing_of_it_stands_in_an_address_or_a_log(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Nor in the cookie as it travels."""
    visitor = reach_words(scene)
    press(visitor)
    seen = " ".join(visitor.addresses) + visitor.cookie + caplog.text
    assert "chloe" not in seen
    assert "library" not in seen
    assert "chloe@example.org" in read_all(scene, visitor)


def with_carrier(scene: Scene, **given: str) -> None:
    """Let the site know of a real way out."""
    scene.app.extensions["portal"] = replace(scene.portal, settings=scene.data.settings(Role.PUBLIC, **given))


def test_where_texts_have_no_channel_the_page_says_so_instead(scene: Scene) -> None:
    """An e-mail may still be tried, and its sender is known."""
    with_carrier(scene, PORTAL_SMTP_HOST="mail.example", PORTAL_SMTP_FROM="news@post.example")
    page = reach_words(scene, TEXT).look(STEP)
    assert "Trial texts cannot be sent from here yet." in page.words
    assert BUTTON not in page.words
    page = reach_words(scene).look(STEP)
    assert BUTTON in page.words
    assert "(news@post.example)" in page.words


def test_a_trial_copy_says_that_it_goes_to_nobody(scene: Scene) -> None:
    """It becomes a file, and the page says which."""
    for pages in (TEXT, CHLOES_PAGES):
        page = reach_words(scene, pages).look(STEP)
        assert "Trial copy: nothing leaves this computer." in page.words
        assert "It may be that texts cannot be sent" not in page.words


def test_a_trial_copy_that_really_sends_does_not_say_that_nothing_leaves(scene: Scene) -> None:
    with_carrier(scene, PORTAL_NOTIFY_TEXT_TEMPLATE=TEXT_TEMPLATE)
    page = reach_words(scene, TEXT).look(STEP)
    assert BUTTON in page.words
    assert "Trial copy: nothing leaves this computer." not in page.words
    assert "It may be that texts cannot be sent" not in page.words


def test_where_texts_may_have_no_channel_the_page_says_that(scene: Scene) -> None:
    """A site that is no trial copy cannot know what the worker has."""
    with scene.portal.side.store.work() as work:
        for service in work.services.list_all():
            work.services.save(replace(service, is_trial=False))
    app = create_public_app(scene.data.settings(Role.PUBLIC))
    visitors = [replace(scene, app=app).visitor() for _ in range(2)]
    told = [
        visitor.fill_in(pages, "words").words for visitor, pages in zip(visitors, (TEXT, CHLOES_PAGES), strict=True)
    ]
    app.extensions["portal"].side.store.close()
    assert ["It may be that texts cannot be sent from here yet." in words for words in told] == [True, False]
    assert all("Trial copy" not in words for words in told)
