"""What tests of talks build with: a case in which the other person is being asked, and news that waits."""

from __future__ import annotations

from datetime import date

from portal.casework.answer_talk import answer_talk
from portal.casework.ask_to_talk import ToTell, ask_to_talk, record_try
from portal.casework.desk import move_stage, read_case, record_check
from portal.casework.end_talk import Ending, end_talk, mark_talk
from portal.casework.follow import Page, view_page
from portal.casework.talks import Held, find_talk, list_held
from portal.domain.case import RequestKind
from portal.domain.stages import Stage
from portal.domain.talks import Ground, Talk, Try
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import Referred, StaffAccount, open_page

GOOD = ToTell(Stage.PREPARATION, "We can begin to plan with you.")
BAD = ToTell(Stage.NOT_GOING_AHEAD, "We can talk about what else is possible.")
ORDINARY = ToTell()


class Talking:
    """Fay's desk and one person's case, in which the person responsible is being asked."""

    def __init__(self, desk: DeskPortal, public: PublicPortal, fay: StaffAccount, person: Referred) -> None:
        self.desk, self.public, self.fay, self.person = desk, public, fay, person
        self.case_id = person.case.case_id

    def begin(self) -> Talking:
        """Record the first conversation and go as far as asking them."""
        record_check(self.desk.side, self.fay.signed_in, self.case_id)
        move_stage(self.desk.side, self.fay.signed_in, self.case_id, Stage.ASKING_THEM, seen=Stage.RECEIVED)
        return self

    def hold(self, to_tell: ToTell) -> bool:
        """Ask the person to talk."""
        return ask_to_talk(self.desk.side, self.fay.signed_in, self.case_id, to_tell, seen=Stage.ASKING_THEM)

    def answer(self, kind: RequestKind) -> bool:
        """Answer as the person does."""
        return answer_talk(self.public.side, open_page(self.public.side, self.person), kind)

    def try_once(self, how: Try = Try.CALLED) -> bool:
        """Record a try."""
        return record_try(self.desk.side, self.fay.signed_in, self.case_id, how)

    def end(self, ground: Ground, *, by: StaffAccount | None = None, shows: int | None = 0, words: str = "") -> bool:
        """End the talk as it stands now; of what is held the newest news is shown, unless told otherwise."""
        shown = self.newest_news() if shows == 0 else shows
        ending = Ending(ground, shown, words)
        return end_talk(self.desk.side, (by or self.fay).signed_in, self.case_id, ending, seen=self.mark())

    def mark(self) -> str:
        """Return what stands for the talk as it is now."""
        page = read_case(self.desk.side, self.fay.signed_in, self.case_id)
        talk = find_talk(page.opened)
        return mark_talk(page, talk) if talk else ""

    def talk(self) -> Talk | None:
        """Return the open talk as the desk sees it."""
        return find_talk(read_case(self.desk.side, self.fay.signed_in, self.case_id).opened)

    def held(self) -> tuple[Held, ...]:
        """Return what is held, as the desk sees it."""
        return list_held(read_case(self.desk.side, self.fay.signed_in, self.case_id).opened)

    def newest_news(self) -> int | None:
        """Return the place of the newest news that is held."""
        return next((each.sequence for each in self.held() if each.news), None)

    def page(self) -> Page:
        """Return what the person sees."""
        return view_page(self.public.side, open_page(self.public.side, self.person))

    def promised(self) -> date | None:
        """Return the day by which the person hears."""
        return self.page().next_update_by
