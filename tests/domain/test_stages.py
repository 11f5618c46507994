"""Who may move a case where: every move there is, against promises.md's table written out again here."""

import itertools

import pytest

from portal.domain.errors import NotAllowed
from portal.domain.stages import Mover, Stage, check_move, is_forward, list_moves, needs_conversation

ORDER = (
    *("received", "first_contact", "enquiries", "suitability", "rehub_check", "approval_board", "asking_them"),
    *("preparation", "communication", "aftercare", "closed"),
)
ENDS = {"closed", "not_going_ahead"}
# promises.md, "Moves": re:hub may set these five, forwards, and nothing once "asking them" is reached
REHUB_MAY: dict[str, set[str]] = {
    "received": {"enquiries", "suitability", "rehub_check", "approval_board", "asking_them"},
    "first_contact": {"enquiries", "suitability", "rehub_check", "approval_board", "asking_them"},
    "enquiries": {"suitability", "rehub_check", "approval_board", "asking_them"},
    "suitability": {"rehub_check", "approval_board", "asking_them"},
    "rehub_check": {"approval_board", "asking_them"},
    "approval_board": {"asking_them"},
}
MOVES = [*itertools.product(Stage, Stage, Mover, (False, True), (False, True))]


def is_expected(now: str, then: str, mover: str, *, is_checked: bool, has_talked: bool) -> bool:
    if mover == "rehub" and then not in REHUB_MAY.get(now, set()):
        return False
    if now == then:
        return False
    if not is_checked and then not in {"received", "first_contact", *ENDS}:
        return False
    return has_talked or not (now == "asking_them" or then in ENDS)


def is_allowed(now: Stage, then: Stage, mover: Mover, *, is_checked: bool, has_talked: bool) -> bool:
    try:
        check_move(now, then, mover, is_checked=is_checked, has_talked=has_talked)
    except NotAllowed:
        return False
    return True


def test_every_move_is_allowed_exactly_when_the_table_says_so() -> None:
    assert len(MOVES) == 12 * 12 * 2 * 2 * 2
    wrong = [
        (now, then, mover, is_checked, has_talked)
        for now, then, mover, is_checked, has_talked in MOVES
        if is_allowed(now, then, mover, is_checked=is_checked, has_talked=has_talked)
        is not is_expected(now, then, mover, is_checked=is_checked, has_talked=has_talked)
    ]
    assert not wrong


@pytest.mark.parametrize("now", Stage)
def test_the_moves_offered_are_in_the_order_of_the_line_and_never_the_stage_itself(now: Stage) -> None:
    for mover in Mover:
        moves = list_moves(now, mover)
        assert list(moves) == [stage for stage in Stage if stage in moves]
        assert now not in moves


def test_the_line_goes_one_way_and_ends() -> None:
    for now, then in itertools.product(Stage, Stage):
        expected = now not in ENDS and (then == "not_going_ahead" or ORDER.index(then.value) > ORDER.index(now.value))
        assert is_forward(now, then) is expected, (now, then)


@pytest.mark.parametrize("then", [stage for stage in Stage if stage not in ENDS])
def test_good_and_bad_news_after_asking_them_both_need_a_conversation(then: Stage) -> None:
    assert needs_conversation(Stage.ASKING_THEM, then)
    assert not needs_conversation(Stage.APPROVAL_BOARD, then)
