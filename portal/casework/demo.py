"""Made-up cases for trying and measuring: in every stage and language, by the rules and the use cases of both sites.

It needs what no process of a real portal may hold at once, the public site's secrets and a service's private key, so
it is for a trial copy only. Every name, number and word in it is made up. It sends nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from portal.casework.ask_to_talk import ToTell, ask_to_talk
from portal.casework.desk import move_stage, record_check
from portal.casework.desk import send_message as answer_person
from portal.casework.follow import open_by_code
from portal.casework.follow import send_message as write_to_service
from portal.casework.rehub_sources import verify_request
from portal.casework.send import make_sender, write_case
from portal.casework.sign_in import SignedIn
from portal.casework.take_updates import RehubUpdate, take_update
from portal.casework.work import DeskSide, PublicSide
from portal.domain.answers import find_unfinished, merge, parse_step
from portal.domain.case import Case
from portal.domain.questions import Answers
from portal.domain.stages import BEFORE_CHECKED, LINE, Stage, needs_conversation
from portal.domain.updates import WaitingFor
from portal.store.staff import Role
from portal.vault.access_codes import AccessCode, derive_root, make_access_code
from portal.vault.webhooks import sign_webhook

_BY_REHUB = frozenset({Stage.REHUB_CHECK, Stage.APPROVAL_BOARD, Stage.ASKING_THEM})
_HARMS: Sequence[Sequence[str]] = (
    *(["theft"], ["violence"], ["fraud"], ["damage", "theft"]),
    *(["domestic_abuse"], ["hate"], ["driving"], []),
)
_PLACES = ("LS1", "Truro", "NE1", "CF10", "B1", "NR1", "M1", "PL1", "LE1", "SA1")
_RHYTHMS = ("weekly", "two_weekly", "monthly", "only_changes")
_NAMES = {
    "en": ("Maple Example", "River Sample", "Robin Madeup", "Sky Example", "Ash Sample"),
    "cy": ("Masarn Enghraifft", "Afon Sampl", "Robin Dychmygol", "Awyr Enghraifft", "Onnen Sampl"),
    "ar": ("مثال الأول", "نموذج الثاني", "اسم للتجربة", "مثال الرابع", "نموذج الخامس"),
}
_SERVED = frozenset({"en", "cy"})  # the languages in which services are equal
_HOPES = {
    "en": "Made up: I would like to know why it happened.",
    "cy": "Dychmygol: hoffwn i gael gwybod pam y digwyddodd hyn.",
    "ar": "نص للتجربة: أود أن أعرف لماذا حدث ذلك.",
}
_MESSAGES = {
    "en": "Made up: is there any news?",
    "cy": "Dychmygol: oes unrhyw newyddion?",
    "ar": "نص للتجربة: هل من جديد؟",
}
_ANSWERS = {
    "en": "Made up: yes, we are waiting for a date.",
    "cy": "Dychmygol: oes, rydyn ni'n aros am ddyddiad.",
    "ar": "نص للتجربة: نعم، ننتظر تحديد موعد.",
}


class DemoClock:
    """A clock that is put to any day before today, at ten in the morning."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.at

    def today(self) -> date:
        """Return the day that was set."""
        return self.at.date()

    def set_days_ago(self, days: int) -> None:
        """Go to a day before the real today."""
        self.at = (datetime.now(UTC) - timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One made-up case, and the code that opens its page."""

    case_reference: str
    access_code: AccessCode = field(repr=False)
    stage: Stage
    language: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Both sides over one clock that can be moved."""

    public: PublicSide
    desk: DeskSide
    clock: DemoClock
    languages: Sequence[str]

    def seed(self, number: int) -> DemoCase:
        """Make the case of a number: the number decides everything about it but its secrets."""
        stage = tuple(Stage)[number % len(Stage)]
        language = self.languages[number // len(Stage) % len(self.languages)]
        way = _way_to(stage)
        days_between = 3 + number % 9
        days_ago = len(way) * days_between + number % 7
        self.clock.set_days_ago(days_ago)
        access_code, case = self._refer(number, language)
        staff = SignedIn("demo", "Demo facilitator", Role.FACILITATOR, case.service_id)
        for step, then in enumerate(way, start=1):
            self.clock.set_days_ago(days_ago - step * days_between)
            self._move(staff, case, then)
        if stage is Stage.ASKING_THEM and number // len(Stage) % 2 == 0:
            # nobody but the desk sees what waits, in a made-up case as in any
            ask_to_talk(self.desk, staff, case.case_id, ToTell(Stage.PREPARATION), seen=stage)
        if number % 3 == 0:
            self._talk(staff, case, access_code, language=language, is_answered=number % 2 == 0)
        return DemoCase(case.case_reference, access_code, stage, language)

    def _refer(self, number: int, language: str) -> tuple[AccessCode, Case]:
        access_code = make_access_code()
        sender = make_sender(derive_root(access_code, self.public.peppers), language)
        answers = self._answer(number, language)
        with self.public.store.work() as work:
            reference = str(write_case(self.public, work, answers, sender)["case_reference"])
            case = work.cases.find_by_reference(reference)
        if case is None:
            raise LookupError("the case that was just made is gone")
        return access_code, case

    def _answer(self, number: int, language: str) -> Answers:
        """Answer every step of this person's way through the form, by the rules of the form."""
        pages = _write_pages(number, language)
        answers: Answers = {}
        visited: frozenset[str] = frozenset()
        while step := find_unfinished(answers, visited):
            parsed = parse_step(step, pages.get(step.slug, {}), answers, self.public.areas)
            if parsed.problems:
                raise ValueError(f"the made-up page {step.slug} is not accepted: {parsed.problems}")
            answers, visited = merge(answers, step, parsed), visited | {step.slug}
        return answers

    def _move(self, staff: SignedIn, case: Case, then: Stage) -> None:
        with self.desk.store.look() as work:
            seen = work.cases.get(case.case_id, case.service_id).stage
        if then in _BY_REHUB:
            self._let_rehub_tell(case, then)
            return
        if then not in BEFORE_CHECKED:
            record_check(self.desk, staff, case.case_id)
        has_talked = needs_conversation(seen, then)
        move_stage(self.desk, staff, case.case_id, then, seen=seen, has_talked=has_talked)

    def _let_rehub_tell(self, case: Case, then: Stage) -> None:
        on = self.clock.today()
        data = {"reference": case.case_reference, "stage": then.value, "happened_on": on.isoformat()}
        raw = json.dumps({"type": "case.updated", "timestamp": f"{on}T09:30:00Z", "data": data}).encode()
        # signed now: a signature counts for five minutes, whatever day the message tells of
        signed = verify_request(self.public, raw, sign_webhook(self.public.rehub_secret, raw, datetime.now(UTC)))
        expected_by = on + timedelta(days=21)
        take_update(
            self.public, signed, RehubUpdate(case.case_reference, then, on, expected_by, WaitingFor.MORE_INFORMATION)
        )

    def _talk(self, staff: SignedIn, case: Case, access_code: AccessCode, *, language: str, is_answered: bool) -> None:
        opened = open_by_code(self.public, access_code.digits)
        if opened is None:
            raise LookupError("the page that was just made does not open")
        write_to_service(self.public, opened.ticket, _say(_MESSAGES, language))
        if is_answered:
            answer_person(self.desk, staff, case.case_id, _say(_ANSWERS, language))


def _way_to(stage: Stage) -> tuple[Stage, ...]:
    """Return the stages a case goes through after it was received, the last among them."""
    if stage is Stage.NOT_GOING_AHEAD:
        return (*LINE[1 : LINE.index(Stage.ASKING_THEM) + 1], stage)
    return LINE[1 : LINE.index(stage) + 1]


def _write_pages(number: int, language: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return what each page of the form sends; the telephone numbers are kept for drama and reach nobody."""
    is_called = number % 4 != 0
    # none that came in just now: staff are alerted about those, and nothing is to be sent
    is_unsafe = number % 11 == 5 and number % len(Stage) != 0
    return {
        "who": {"who_for": ["me"]},
        "age": {"age": ["adult"]},
        "begin": {"understood": ["yes"]},
        "now": {"in_danger": ["no"], "device_safe": ["not_sure" if is_unsafe else "yes"]},
        "what": {"harm": _HARMS[number % len(_HARMS)]},
        "them": {"know_who": ["yes"], "custody": ["unknown" if number % 2 else "prison"]},
        "where": {"place": [_PLACES[number % len(_PLACES)]]},
        "which": {"candidate": ["not_sure"]},
        "hopes": {"hopes": ["questions", "be_heard"], "hopes_words": [_say(_HOPES, language)]},
        "name": {"name": [f"{_pick_name(number, language)} {number}"]},
        "contact": {"contact_method": ["call" if is_called else "none"]},
        "reach": {"phone": [f"07700 900{number % 1000:03}"], "days": ["tuesday"], "hours": ["morning"]},
        "words": {"leave_message": ["no"], "say_who": ["no"], "if_others_answer": ["the library"]},
        "phrase": {"check_phrase": ["made up"]},
        "help": {"needs": ["none" if language in _SERVED else "interpreter"]},
        "news": {"rhythm": [_RHYTHMS[number % len(_RHYTHMS)]]},
    }


def _say(words: Mapping[str, str], language: str) -> str:
    return words.get(language, words["en"])


def _pick_name(number: int, language: str) -> str:
    names = _NAMES.get(language, _NAMES["en"])
    return names[number % len(names)]
