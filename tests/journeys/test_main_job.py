"""The main job, with real processes: Amira asks, Fay answers, re:hub moves, Amira reads; others see nothing."""

from __future__ import annotations

import json
import re

import pytest

from tests.builders import AMIRAS_PAGES, BENS_PAGES
from tests.journeys.conftest import NewPage
from tests.journeys.navigators import Asker, Practitioner, Sent
from tests.processes import RunningSite, clean_environment, run_python

ANSWER = "Thank you. I will ring on Tuesday after ten."
QUESTION = "May my sister come with me?"
WRONG_CODE = "0" * 20


def send_as_rehub(site: RunningSite, reference: str, stage: str) -> dict[str, object]:
    """Send a signed update the way re:hub does, from another process."""
    env = clean_environment(data_dir=str(site.data_dir), public_port=site.public_url.rsplit(":", 1)[1])
    done = run_python("-m", "portal", "rehub", "send", reference, stage, "--waiting-for", "prison", "--json", env=env)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def fay_reads_and_answers(fay: Practitioner, sent: Sent) -> None:
    """Read the request, record the conversation, move the stage, answer."""
    fay.signs_in_first()
    words = fay.opens_case(sent.reference)
    assert "I want to know why it was me." in words
    assert "07700900123" in words.replace(" ", "")
    assert "green with a dent" in words
    fay.records_first_conversation()
    preview = fay.moves_to("enquiries")
    assert "Finding out more" in preview
    fay.answers(ANSWER)


def read_alike(asker: Asker) -> str:
    """Return an answer's words, with the last part of the address that it has or would have."""
    return asker.slug + asker.page.locator("main").inner_text()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_the_main_job_end_to_end(own_site: RunningSite, new_page: NewPage, has_script: bool) -> None:
    amira = Asker(new_page(java_script_enabled=has_script), own_site)
    sent = amira.asks(AMIRAS_PAGES)
    amira.types_code(sent.code)
    amira.writes(QUESTION)
    fay = Practitioner(new_page(java_script_enabled=has_script), own_site)
    fay_reads_and_answers(fay, sent)
    assert QUESTION in fay.page.locator("body").inner_text()
    assert send_as_rehub(own_site, sent.reference, "rehub_check")["answer"] == {"applied": True}
    for opens in (lambda amira: amira.types_code(sent.code), lambda amira: amira.follows_link(sent.link)):
        again = Asker(new_page(java_script_enabled=has_script), own_site)
        opens(again)
        words = again.reads()
        assert "With re:hub" in words
        assert "They are waiting for the prison." in words
        assert re.search(r"Next news by \d+ \w+ 20\d\d", words)
        assert ANSWER in words


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_nobody_else_sees_anything(running_site: RunningSite, new_page: NewPage, has_script: bool) -> None:
    amira = Asker(new_page(java_script_enabled=has_script), running_site)
    sent = amira.asks(AMIRAS_PAGES)
    ben = Asker(new_page(java_script_enabled=has_script), running_site)
    his = ben.asks(BENS_PAGES)
    ben.types_code(his.code)
    assert sent.reference not in ben.reads()
    amira.types_code(sent.code)
    amira.page.goto(f"{amira.base}/status/link")
    amira.press(amira.page.locator("main form button:visible").last)  # every link is turned off
    stranger = Asker(new_page(java_script_enabled=has_script), running_site)
    stranger.page.goto(f"{stranger.base}/open/anything")  # a link turns discreet mode on, for all that follows
    answers = set()
    for code in (WRONG_CODE, sent.code[:-1] + str(9 - int(sent.code[-1]))):
        stranger.types_code(code)
        answers.add(read_alike(stranger))
    for link in (sent.link[:-3] + "AAA", sent.link, f"{stranger.base}/open/anything"):
        stranger.follows_link(link)
        answers.add(read_alike(stranger))
    assert len(answers) == 1
    assert sent.reference not in answers.pop()


def test_another_site_cannot_push_a_page_on_somebody(running_site: RunningSite, new_page: NewPage) -> None:
    sent = Asker(new_page(), running_site).asks(BENS_PAGES)
    victim = new_page()
    victim.goto(f"{running_site.public_url}/en/status")  # a cookie of our own is there already
    attack = (
        f"<form method=post action='{running_site.public_url}/en/status'><input name=code value={sent.code}></form>"
        "<script>document.forms[0].submit()</script>"
    )
    victim.route("http://elsewhere.test/", lambda route: route.fulfill(body=attack, content_type="text/html"))
    victim.goto("http://elsewhere.test/")
    victim.wait_for_url("**/en/again")
    victim.goto(f"{running_site.public_url}/en/status")
    assert victim.locator("main [name=code]").count() == 1
    assert sent.reference not in victim.content()
