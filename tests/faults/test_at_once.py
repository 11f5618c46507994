"""Many at once: one referral however often it is sent at the same moment, and every different one kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from portal.store.tables import case
from portal.store.work import Store
from tests.faults.visitor import PlainVisitor
from tests.processes import RunningSite

SAME, DIFFERENT = 50, 200
HANDS = 16


def count_cases(store: Store) -> int:
    """Count the cases, from outside."""
    with store.look() as work:
        return int(work.connection.execute(select(func.count()).select_from(case)).scalar_one())


def test_fifty_sendings_of_one_referral_make_one(pressed_site: RunningSite, store: Store) -> None:
    amira = PlainVisitor(pressed_site.public_url)
    amira.fills_in()
    token_page = amira.look("/en/refer/check").words
    token = token_page.split('name="csrf_token" value="')[1].split('"')[0]
    twins = [PlainVisitor(pressed_site.public_url, amira.cookie) for _ in range(SAME)]
    with ThreadPoolExecutor(SAME) as hands:
        answers = list(hands.map(lambda twin: twin.post("/en/refer/check", {"csrf_token": [token]}), twins))
    assert {(answer.status, answer.location) for answer in answers} == {(303, "/en/refer/sent")}
    assert count_cases(store) == 1
    codes = {twin.reads_code() for twin in twins}
    assert len(codes) == 1
    assert PlainVisitor(pressed_site.public_url).opens(codes.pop())


def ask_and_send(site: RunningSite) -> str:
    """Refer as somebody of their own and return the code."""
    visitor = PlainVisitor(site.public_url)
    visitor.fills_in()
    return visitor.sends()


def test_two_hundred_different_referrals_are_all_kept(pressed_site: RunningSite, store: Store) -> None:
    with ThreadPoolExecutor(HANDS) as hands:
        codes = list(hands.map(lambda _: ask_and_send(pressed_site), range(DIFFERENT)))
        assert len(set(codes)) == DIFFERENT
        assert count_cases(store) == DIFFERENT
        pages = list(hands.map(lambda code: PlainVisitor(pressed_site.public_url).opens(code), codes))
    assert all(pages)
