"""Writing to the service from the private page."""

from __future__ import annotations

import pytest

from portal.casework.desk import read_case, send_message
from portal.casework.follow import MESSAGE_LENGTH
from portal.casework.staff import NewStaff
from portal.domain.case import EntryKind
from portal.store.staff import Role as StaffRole
from tests.builders import Referred, add_staff
from tests.web.scene import Scene, Visitor

WORDS = "Canary-words: could we meet after Easter?"


def send(visitor: Visitor, words: str) -> str:
    """Send a message from the open page; return the words of the page that comes."""
    return visitor.go_on("status/message", {"words": words}, at="status").words


def list_stored(scene: Scene, person: Referred) -> list[str]:
    """Return the messages of a case as the service reads them."""
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    opened = read_case(desk.side, fay.signed_in, person.case.case_id).opened
    desk.side.store.close()
    return [str(entry.body["words"]) for entry in opened.list_of(EntryKind.MESSAGE)]


def test_a_message_is_sent_and_shown(scene: Scene, visitor: Visitor) -> None:
    """Once, with the day; reload sends nothing again."""
    visitor.open_page(scene.amira.code)
    assert "Your message is sent" in send(visitor, WORDS)
    page = visitor.look("status")
    assert page.words.count(WORDS) == 1
    assert "Your message is sent" not in page.words
    assert list_stored(scene, scene.amira) == [WORDS]


def test_after_abuse_ones_own_words_are_not_shown_back(scene: Scene, visitor: Visitor) -> None:
    """But the service has them, and the page says that something was written."""
    visitor.open_page(scene.sana.code)
    words = send(visitor, WORDS)
    assert "To keep you safe, your words are not shown here." in words
    assert "Canary" not in words
    assert list_stored(scene, scene.sana) == [WORDS]


@pytest.mark.parametrize("person", ["amira", "sana"])
def test_the_answer_of_the_service_is_shown(scene: Scene, visitor: Visitor, person: str) -> None:
    """Also after abuse: it is what the page is for."""
    asked: Referred = getattr(scene, person)
    desk = scene.wire_desk()
    fay = add_staff(desk.side, NewStaff("fay@desk.invalid", "Fay", StaffRole.FACILITATOR))
    send_message(desk.side, fay.signed_in, asked.case.case_id, "Yes, <b>gladly</b>.")
    desk.side.store.close()
    page = visitor.open_page(asked.code)
    assert "Yes, <b>gladly</b>." in page.words
    assert not page.list_tags("b")


@pytest.mark.parametrize("typed", ["", " ", "\r\n\r\n", "\t", "\u200b\u202e", "\x00\x07"])
def test_an_empty_message_is_not_sent(scene: Scene, visitor: Visitor, typed: str) -> None:
    """Nor one of characters that nobody sees."""
    visitor.open_page(scene.amira.code)
    page = visitor.go_on("status/message", {"words": typed}, at="status")
    assert "Write something before you send it" in page.words
    assert page.problems == ["words"]
    assert page.title.startswith("Error:")
    assert list_stored(scene, scene.amira) == []


def test_a_message_too_long_keeps_its_words_once(scene: Scene, visitor: Visitor) -> None:
    """It says by how much, and nothing typed is lost; they are gone from the store after being shown."""
    visitor.open_page(scene.amira.code)
    typed = WORDS + "x" * (MESSAGE_LENGTH + 5 - len(WORDS))
    page = visitor.go_on("status/message", {"words": typed}, at="status")
    assert "has 5 too many" in page.words
    assert page.typed_in("words") == typed
    assert "open" in page.html.split("Messages</summary>")[0].rsplit("<details", 1)[1]
    assert visitor.look("status").typed_in("words") == ""
    assert list_stored(scene, scene.amira) == []


@pytest.mark.parametrize(("over", "said"), [(0, "Your message is sent"), (1, "has 1 too many")])
def test_a_line_end_counts_as_one_character(scene: Scene, visitor: Visitor, over: int, said: str) -> None:
    """Browsers send two; the count on the page says one."""
    visitor.open_page(scene.amira.code)
    typed = "a\r\n" * (MESSAGE_LENGTH // 2 - 1) + "ab" + "c" * over
    assert said in send(visitor, typed)
    stored = list_stored(scene, scene.amira)
    assert [len(words) for words in stored] == ([] if over else [MESSAGE_LENGTH])


def test_a_message_waits_for_nobody_else(scene: Scene, visitor: Visitor) -> None:
    """Words that could not be sent are shown to no other visitor, also not of the same page."""
    visitor.open_page(scene.amira.code)
    visitor.send("status/message", {"words": WORDS + "x" * MESSAGE_LENGTH}, at="status")
    assert "Canary" not in scene.visitor().open_page(scene.amira.code).html
    assert "Canary" not in scene.visitor().open_page(scene.ben.code).html


def test_no_message_is_sent_without_a_token(scene: Scene, visitor: Visitor) -> None:
    """Another site sends nothing in somebody's name."""
    visitor.open_page(scene.amira.code)
    assert visitor.post("status/message", {"words": WORDS}).headers["Location"] == "/en/again"
    answer = visitor.send("status/message", {"words": WORDS}, at="status", Sec_Fetch_Site="cross-site")
    assert answer.headers["Location"] == "/en/again"
    assert list_stored(scene, scene.amira) == []


def answer(scene: Scene, person: Referred, *texts: str, language: str = "") -> None:
    """Let somebody at the desk write to a person."""
    desk = scene.wire_desk()
    writer = add_staff(desk.side, NewStaff(f"{texts[0][:5]}@desk.invalid", "Fay", StaffRole.FACILITATOR))
    for words in texts:
        send_message(desk.side, writer.signed_in, person.case.case_id, words, language=language)
    desk.side.store.close()


def test_an_answer_is_promised_and_the_day_is_shown_until_it_comes(scene: Scene, visitor: Visitor) -> None:
    """Five working days after Monday 23 November 2026; said before, when it is sent, and beside the message."""
    assert "You get an answer here within 5 working days." in visitor.open_page(scene.amira.code).words
    words = send(visitor, WORDS)
    assert "The answer comes on this page by 30 November 2026." in words
    assert "You get an answer by 30 November 2026." in words
    answer(scene, scene.amira, "Yes.")
    assert "You get an answer by" not in visitor.look("status").words


@pytest.mark.parametrize(
    ("days", "said"),
    [(7, "You get an answer by 30 November 2026."), (8, "That is 1 day late."), (47, "That is 40 days late.")],
)
def test_an_answer_that_is_late_is_shown_as_late(scene: Scene, visitor: Visitor, days: int, said: str) -> None:
    """From the day after, with how to complain, also where the news is not late."""
    visitor.open_page(scene.amira.code)
    send(visitor, WORDS)
    with scene.portal.side.store.work() as work:
        work.cases.set_days(scene.amira.case.case_id, next_update_by=scene.clock.today().replace(year=2027))
    scene.clock.move(days=days)
    words = visitor.open_page(scene.amira.code).words
    assert said in words.split("Messages")[-1]
    assert ("How to complain about the delay" in words) is ("late" in said)


def test_the_page_counts_what_came_since_it_was_last_opened(scene: Scene, visitor: Visitor) -> None:
    """On the same day too; during the whole visit, and no more at the next."""
    visitor.open_page(scene.amira.code)
    send(visitor, WORDS)
    answer(scene, scene.amira, "One", "Two")
    assert "Messages: 2 new" in scene.visitor().open_page(scene.amira.code).words
    assert "Messages: 2 new" in visitor.look("status").words, "the older visit saw neither when it began"
    again = scene.visitor()
    assert "Messages:" not in again.open_page(scene.amira.code).words
    answer(scene, scene.amira, "Three")
    page = scene.visitor().open_page(scene.amira.code)
    assert "Messages: 1 new" in page.words
    assert page.words.index("New") < page.words.index("Three") < page.words.index("Two")


@pytest.mark.parametrize(
    ("lang", "typed", "labelled"),
    [("en", "Hello", "en"), ("ar", "مرحبا", "ar"), ("ar", "Hello there", ""), ("en", "مرحبا", ""), ("cy", "123", "")],
)
def test_a_message_is_labelled_with_its_language_or_with_none(
    scene: Scene, lang: str, typed: str, labelled: str
) -> None:
    """As a screen reader speaks it: rather by no label than by a wrong one."""
    visitor = scene.visitor(lang)
    visitor.open_page(scene.amira.code)
    send(visitor, typed)
    page = scene.visitor("en").open_page(scene.amira.code)
    (paragraph,) = [each for each in page.list_tags("p") if each.get("class") == "words"]
    assert paragraph.get("lang", "") == labelled
    assert paragraph["dir"] == "auto"


def test_a_message_in_another_language_says_so(scene: Scene) -> None:
    """And that one may ask for it in one's own."""
    answer(scene, scene.amira, "We go on in May.", language="en")
    page = scene.visitor("cy").open_page(scene.amira.code)
    assert "English" in page.words.split("We go on in May.")[0].rsplit("2026", 1)[1]
    assert "English" not in scene.visitor("en").open_page(scene.amira.code).words.split("We go on in May.")[0][-40:]
