"""Many at once: one referral however often it is sent at the same moment, and every different one kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from portal.casework.follow import open_by_code
from portal.store.tables import case
from portal.store.work import Store
from portal.wiring import PublicPortal
from tests.faults.conftest import FillIn
from tests.faults.visitor import PlainVisitor
from tests.processes import RunningSite

SAME, DIFFERENT = 50, 200
HANDS = 16
WHOLE_WALK_EACH = 10


def count_cases(store: Store) -> int:
    """Count the cases, from outside."""
    with store.look() as work:
        return int(work.connection.execute(select(func.count()).select_from(case)).scalar_one())


def test_fifty_sendings_of_one_referral_make_one(pressed_site: RunningSite, public: PublicPortal) -> None:
    amira = PlainVisitor(pressed_site.public_url)
    amira.fills_in()
    token_page = amira.look("/en/refer/check").words
    token = token_page.split('name="csrf_token" value="')[1].split('"')[0]
    twins = [PlainVisitor(pressed_site.public_url, amira.cookie) for _ in range(SAME)]
    with ThreadPoolExecutor(SAME) as hands:
        answers = list(hands.map(lambda twin: twin.post("/en/refer/check", {"csrf_token": [token]}), twins))
    assert {(answer.status, answer.location) for answer in answers} == {(303, "/en/refer/sent")}
    assert count_cases(public.side.store) == 1
    codes = {twin.reads_code() for twin in twins}
    assert len(codes) == 1
    assert PlainVisitor(pressed_site.public_url).opens(codes.pop())


def test_two_hundred_different_referrals_are_all_kept(
    pressed_site: RunningSite, public: PublicPortal, fill_in_quickly: FillIn
) -> None:
    def ask_and_send(number: int) -> str:
        visitor = PlainVisitor(pressed_site.public_url)
        if number % WHOLE_WALK_EACH:
            fill_in_quickly(visitor)
        else:
            visitor.fills_in()
        return visitor.sends()

    with ThreadPoolExecutor(HANDS) as hands:
        codes = list(hands.map(ask_and_send, range(DIFFERENT)))
    assert len(set(codes)) == DIFFERENT
    assert count_cases(public.side.store) == DIFFERENT
    assert all(open_by_code(public.side, code) for code in codes)
    assert all(PlainVisitor(pressed_site.public_url).opens(code) for code in codes[::WHOLE_WALK_EACH])
